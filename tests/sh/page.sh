# The page in a browser, when there is one: web/test/page.mjs.
build=$1
command -v node > /dev/null || { echo "node is missing"; exit 77; }
[ -d web/node_modules ] || { echo "the packages of web/ are missing (cd web && npm ci)"; exit 77; }
exec node web/test/page.mjs "$build/demarche"
