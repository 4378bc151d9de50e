package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height    = 8 // of a tile: 256 hashes
	fullWidth = 1 << height
)

// files reads a file of a log by its path.
type files func(path string) ([]byte, error)

func filesIn(folder string) files {
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, path)) }
}

// checked is a log whose every file agrees with its checkpoint.
type checked struct {
	tree           tlog.Tree
	entries        [][]byte
	hashes         tlog.HashReader
	bundles, tiles int
}

// open returns the tree of a checkpoint that the log's key has signed.
func (l log) open(checkpoint []byte) (tlog.Tree, error) {
	opened, err := note.Open(checkpoint, note.VerifierList(l.verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	// ParseTree wants the first line of Go's own log where C2SP has the origin.
	origin, tree, _ := strings.Cut(opened.Text, "\n")
	if origin != l.verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("origin %q is not that of the key", origin)
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + tree))
}

// check builds the tree from the entries, compares its root with the checkpoint's and its tiles with those on disk.
func (l log) check(read files) (*checked, error) {
	checkpoint, err := read("checkpoint")
	if err != nil {
		return nil, err
	}
	c := new(checked)
	if c.tree, err = l.open(checkpoint); err != nil {
		return nil, err
	}
	var stored []tlog.Hash
	c.hashes = tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= int64(len(stored)) {
				return nil, fmt.Errorf("hash %d is not in the tree", index)
			}
			found[i] = stored[index]
		}
		return found, nil
	})
	for _, tile := range tilesOf(c.tree.N, 0) {
		tile.L = -1
		bundle, err := read(path(tile))
		if err != nil {
			return nil, err
		}
		entries, err := split(bundle, tile.W)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path(tile), err)
		}
		for _, entry := range entries {
			more, err := tlog.StoredHashes(int64(len(c.entries)), entry, c.hashes)
			if err != nil {
				return nil, err
			}
			stored = append(stored, more...)
			c.entries = append(c.entries, entry)
		}
		c.bundles++
	}
	root, err := tlog.TreeHash(c.tree.N, c.hashes)
	if err != nil {
		return nil, err
	}
	if root != c.tree.Hash {
		return nil, fmt.Errorf("the entries do not give the checkpoint's root")
	}
	for level := 0; c.tree.N>>(height*level) > 0; level++ {
		for _, tile := range tilesOf(c.tree.N, level) {
			right, err := tlog.ReadTileData(tile, c.hashes)
			if err != nil {
				return nil, err
			}
			found, err := read(path(tile))
			if err != nil {
				return nil, err
			}
			if !bytes.Equal(found, right) {
				return nil, fmt.Errorf("%s does not match the entries", path(tile))
			}
			c.tiles++
		}
	}
	return c, nil
}

// tilesOf lists the tiles of a level in a tree of n entries.
func tilesOf(n int64, level int) (tiles []tlog.Tile) {
	hashes := n >> (height * level)
	for first := int64(0); first < hashes; first += fullWidth {
		width := hashes - first
		if width > fullWidth {
			width = fullWidth
		}
		tiles = append(tiles, tlog.Tile{H: height, L: level, N: first / fullWidth, W: int(width)})
	}
	return tiles
}

// path is the name of a tile in tlog-tiles: Go's own without the height, and with another word for entries.
func path(tile tlog.Tile) string {
	rest := strings.TrimPrefix(tile.Path(), "tile/8/")
	return "tile/" + strings.Replace(rest, "data/", "entries/", 1)
}

// split returns the entries of a bundle, each of which stands after its length.
func split(bundle []byte, width int) (entries [][]byte, err error) {
	for ; width > 0; width-- {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, fmt.Errorf("the bundle is cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		entries, bundle = append(entries, bundle[2:end]), bundle[end:]
	}
	if len(bundle) > 0 {
		return nil, fmt.Errorf("the bundle goes on")
	}
	return entries, nil
}

// checkKept checks that the log continues every checkpoint that was kept, and returns how many there are.
func (l log) checkKept(folder string, c *checked) (int, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("nothing was kept: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		old, err := l.open(text)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		proof, err := tlog.ProveTree(c.tree.N, old.N, c.hashes)
		if err == nil {
			err = tlog.CheckTree(proof, c.tree.N, c.tree.Hash, old.N, old.Hash)
		}
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return len(names), nil
}

// checkProofs checks every proof file of a folder and returns how many there are.
func (l log) checkProofs(folder string) (int, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("there is no proof: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err == nil {
			err = l.checkProof(text)
		}
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return len(names), nil
}

// checkProof checks a C2SP tlog-proof whose extra line is the entry.
func (l log) checkProof(text []byte) error {
	head, checkpoint, _ := strings.Cut(string(text), "\n\n")
	tree, err := l.open([]byte(checkpoint))
	if err != nil {
		return err
	}
	lines := strings.Split(head, "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") {
		return fmt.Errorf("not a proof with an entry")
	}
	entry, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil || lines[2] != fmt.Sprintf("index %d", index) {
		return fmt.Errorf("line 3 is no index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil || hash.String() != line {
			return fmt.Errorf("%q is no hash", line)
		}
		proof = append(proof, hash)
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}
