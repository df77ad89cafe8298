# Read by ops/backup and ops/restore: which installation is meant, and its database.
me=${0##*/}
refuse() { echo "$me: $*" >&2; exit 2; }
fail() { echo "$me: $*" >&2; exit 1; }
need() { command -v "$1" >/dev/null || { echo "$me: $1 is not on PATH: apt-get install $2" >&2; exit 3; }; }

state=${MMDATA_State__Folder:-.mmdata}
database=${MMDATA_State__Database:-sqlite}
database=${database,,}
[[ $database == sqlite || $database == postgresql ]] || refuse "MMDATA_State__Database is sqlite or postgresql, not '$database'."
# What lies in a state folder and cannot be made again; the catalog apart, and caches not at all.
kept=(audit.key audit.key.pub server.key login-keys lineage)

# The connection string of .NET as variables of PostgreSQL's programs. No secret comes onto a command line.
connect() {
  local text=${MMDATA_State__Connection:-} part key value
  if [[ -n ${MMDATA_State__ConnectionFile:-} ]]; then text=$(<"$MMDATA_State__ConnectionFile") || refuse "MMDATA_State__ConnectionFile cannot be read."; fi
  [[ -n $text ]] || refuse "set MMDATA_State__Connection or MMDATA_State__ConnectionFile."
  [[ $text != *[\"\']* ]] || refuse "the connection string has quotes, which are not read here. Set PGHOST, PGUSER and so on, and a string without."
  while IFS= read -r -d ';' part; do
    key=${part%%=*} value=${part#*=}
    key=${key,,}
    case ${key// /} in
      host | server) export PGHOST=$value ;;
      port) export PGPORT=$value ;;
      database | db) export PGDATABASE=$value ;;
      username | userid | user | uid) export PGUSER=$value ;;
      password | pwd) export PGPASSWORD=$value ;;
      sslmode) value=${value,,}; export PGSSLMODE=${value/verifyca/verify-ca}; PGSSLMODE=${PGSSLMODE/verifyfull/verify-full} ;;
      rootcertificate) export PGSSLROOTCERT=$value ;;
    esac
  done <<<"$text;"
  [[ -n ${PGDATABASE:-} ]] || refuse "the connection string names no Database."
}

# sqlite backup FROM TO: SQLite's own copy, by Debian's Python, which ops/setup installs.
sqlite() {
  [[ -x /usr/bin/python3 ]] || need python3 python3
  /usr/bin/python3 - "$2" "$3" <<'PYTHON'
import pathlib, sqlite3, sys
source = sqlite3.connect(pathlib.Path(sys.argv[1]).absolute().as_uri() + "?mode=ro", uri=True, timeout=30)
target = sqlite3.connect(sys.argv[2])
source.backup(target)
if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
    sys.exit("the copy of the catalog is damaged")
target.close()
PYTHON
}
