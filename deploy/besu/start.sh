#!/bin/sh
# Makes a consortium of four validators once, and runs one of them.
#   start.sh make DIR            keys and genesis of all; take each node's folder to its machine
#   start.sh run DIR N [ENODE]   validator N (1 to 4), joining by the enode of another
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
action=${1:?make or run}
folder=${2:?a folder}

case $action in
make)
    besu operator generate-blockchain-config --config-file="$here/network.json" \
        --to="$folder/network" --private-key-file-name=key
    number=0
    for keys in "$folder"/network/keys/*; do
        number=$((number + 1))
        mkdir -p "$folder/node$number/data"
        mv "$keys/key" "$keys/key.pub" "$folder/node$number/data/"
        cp "$folder/network/genesis.json" "$here/node.toml" "$folder/node$number/"
        chmod 600 "$folder/node$number/data/key"
    done
    ;;
run)
    number=${3:?a validator from 1 to 4}
    cd "$folder/node$number"
    set -- --config-file=node.toml --data-path=data \
        --p2p-port=$((30302 + number)) --rpc-http-port=$((8544 + number)) ${4:+--bootnodes="$4"}
    exec besu "$@"
    ;;
*)
    echo "start.sh: make or run, not $action" >&2
    exit 1
    ;;
esac
