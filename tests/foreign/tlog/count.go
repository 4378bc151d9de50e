package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
	"time"
)

// The fields of an entry that are read here (docs/evidence-format.md, section 2).
const (
	entryBytes = 128
	roleAt     = 2
	hourAt     = 4
	serviceAt  = 8
	consumerAt = 12
	providerAt = 16
	idAt       = 32
	idEnd      = 64
)

// counter holds the two sides of each transaction by its id commitment: the consumer's entry, then the provider's.
type counter map[[idEnd - idAt]byte]*[2][]byte

// add takes the entries of an exchange log in.
func (c counter) add(entries [][]byte) error {
	for _, entry := range entries {
		if len(entry) != entryBytes || entry[roleAt] < 1 || entry[roleAt] > 2 {
			return fmt.Errorf("not an entry of version 1: %x", entry)
		}
		var id [idEnd - idAt]byte
		copy(id[:], entry[idAt:idEnd])
		if c[id] == nil {
			c[id] = new([2][]byte)
		}
		side := &c[id][entry[roleAt]-1]
		if *side != nil {
			return fmt.Errorf("transaction %x was written twice by one side", id)
		}
		*side = entry
	}
	return nil
}

// A row is a day and the three indexes; the day is that of Asia/Ho_Chi_Minh, seven hours ahead of UTC.
type row struct {
	day                         string
	service, consumer, provider uint32
}

func rowOf(entry []byte) row {
	number := func(at int) uint32 { return binary.BigEndian.Uint32(entry[at:]) }
	day := time.Unix(int64(number(hourAt))*3600+7*3600, 0).UTC().Format("2006-01-02")
	return row{day, number(serviceAt), number(consumerAt), number(providerAt)}
}

// agree says whether two entries are the same but for the role.
func agree(consumer, provider []byte) bool {
	return bytes.Equal(consumer[:roleAt], provider[:roleAt]) && bytes.Equal(consumer[roleAt+1:], provider[roleAt+1:])
}

// print writes the table of an audit: matched, only the consumer's, only the provider's.
func (c counter) print() {
	counts := make(map[row]*[3]int)
	count := func(entry []byte, column int) {
		r := rowOf(entry)
		if counts[r] == nil {
			counts[r] = new([3]int)
		}
		counts[r][column]++
	}
	for _, sides := range c {
		if sides[0] != nil && sides[1] != nil && agree(sides[0], sides[1]) {
			count(sides[0], 0)
			continue
		}
		for i, entry := range sides {
			if entry != nil {
				count(entry, 1+i)
			}
		}
	}
	rows := make([]row, 0, len(counts))
	for r := range counts {
		rows = append(rows, r)
	}
	sort.Slice(rows, func(i, j int) bool {
		a, b := rows[i], rows[j]
		if a.day != b.day {
			return a.day < b.day
		}
		if a.service != b.service {
			return a.service < b.service
		}
		if a.consumer != b.consumer {
			return a.consumer < b.consumer
		}
		return a.provider < b.provider
	})
	fmt.Println("day,service,consumer,provider,matched,consumer_only,provider_only")
	for _, r := range rows {
		n := counts[r]
		fmt.Printf("%s,%d,%d,%d,%d,%d,%d\n", r.day, r.service, r.consumer, r.provider, n[0], n[1], n[2])
	}
}
