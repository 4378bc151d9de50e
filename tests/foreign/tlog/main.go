// Command tlog checks the logs of a folder with the code of the Go checksum database (golang.org/x/mod/sumdb/note and
// tlog). What is ours here reads files, hands them to that code, and counts.
//
//	tlog DIR          checks every log, kept checkpoint and proof; prints the rows that an audit prints
//	tlog judge DIR    reads changes of one byte and prints for each of them "accepted" or "rejected"
//
// The folder is one that the example make_log of motlan-evidence writes. Debian: golang-go, golang-golang-x-mod-dev;
// GO111MODULE=off GOPATH=/usr/share/gocode go build.
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 2:
		err = checkAll(os.Args[1])
	case len(os.Args) == 3 && os.Args[1] == "judge":
		err = judge(os.Args[2])
	default:
		err = fmt.Errorf("use: tlog DIR | tlog judge DIR")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tlog:", err)
		os.Exit(1)
	}
}

// A log is a folder of the files that tlog-tiles names, and the key that signs its checkpoints.
type log struct {
	path     string // below the folder of all logs
	verifier note.Verifier
}

// logs reads the file vkeys: a log's path and its verifier key on each line.
func logs(folder string) ([]log, error) {
	text, err := os.ReadFile(filepath.Join(folder, "vkeys"))
	if err != nil {
		return nil, err
	}
	var all []log
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		path, key, _ := strings.Cut(line, " ")
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, log{path, verifier})
	}
	return all, nil
}

// checkAll checks everything in the folder: the report goes to standard error, the rows to standard output.
func checkAll(folder string) error {
	all, err := logs(folder)
	if err != nil {
		return err
	}
	counts := make(counter)
	for _, l := range all {
		start := time.Now()
		checked, err := l.check(filesIn(filepath.Join(folder, l.path)))
		if err != nil {
			return fmt.Errorf("%s: %w", l.path, err)
		}
		took := time.Since(start).Seconds()
		fmt.Fprintf(os.Stderr, "go: %s: signature, %d entries, %d bundles, %d tiles verified in %.2f s\n",
			l.verifier.Name(), checked.tree.N, checked.bundles, checked.tiles, took)
		kept, err := l.checkKept(filepath.Join(folder, "kept", l.path), checked)
		if err != nil {
			return fmt.Errorf("kept/%s: %w", l.path, err)
		}
		proofs, err := l.checkProofs(filepath.Join(folder, "proofs", l.path))
		if err != nil {
			return fmt.Errorf("proofs/%s: %w", l.path, err)
		}
		fmt.Fprintf(os.Stderr, "go: %s: %d earlier checkpoints consistent, %d proofs included\n",
			l.verifier.Name(), kept, proofs)
		if strings.HasSuffix(l.verifier.Name(), "/exchange") {
			if err := counts.add(checked.entries); err != nil {
				return fmt.Errorf("%s: %w", l.path, err)
			}
		}
	}
	counts.print()
	return nil
}

// judge reads lines of kind, file, byte and mask, and checks the log or proof of the file with that byte changed.
func judge(folder string) error {
	all, err := logs(folder)
	if err != nil {
		return err
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var file string
		var at int
		var mask byte
		fields := strings.SplitN(lines.Text(), "\t", 2)
		if _, err := fmt.Sscanf(fields[len(fields)-1], "%s\t%d\t%d", &file, &at, &mask); err != nil {
			return fmt.Errorf("%q: %w", lines.Text(), err)
		}
		changed, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return err
		}
		changed[at] ^= mask
		l, err := find(all, strings.TrimPrefix(file, "proofs/"))
		if err != nil {
			return err
		}
		if strings.HasPrefix(file, "proofs/") {
			err = l.checkProof(changed)
		} else {
			files := filesIn(filepath.Join(folder, l.path))
			_, err = l.check(func(path string) ([]byte, error) {
				if l.path+"/"+path == file {
					return changed, nil
				}
				return files(path)
			})
		}
		if err == nil {
			fmt.Println("accepted")
		} else {
			fmt.Println("rejected")
		}
	}
	return nil
}

func find(all []log, file string) (log, error) {
	for _, l := range all {
		if strings.HasPrefix(file, l.path+"/") {
			return l, nil
		}
	}
	return log{}, fmt.Errorf("%s belongs to no log", file)
}
