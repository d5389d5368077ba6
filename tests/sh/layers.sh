# A room includes only rooms before it in src/ORDER, and of other rooms only their one header.
status=0
headers="base/base.h model/model.h read/document.h text/sentence.h grammar/tree.h refer/reference.h code/record.h gather/gather.h store/store.h show/show.h serve/serve.h"
order=$(cat src/ORDER)
for room in $order; do
    case $room in cli) ;; *) ls "src/$room"/*.h >/dev/null || { echo "room $room has no header"; status=1; } ;; esac
    allowed=
    for before in $order; do
        allowed="$allowed $before"
        [ "$before" = "$room" ] && break
    done
    for file in src/"$room"/*.[ch]; do
        for include in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
            case $include in
            demarche.h | "$room"/*) continue ;;
            */*) ;;
            *) echo "$file: \"$include\" is not spelled from src/"; status=1; continue ;;
            esac
            other=${include%%/*}
            case " $allowed " in
            *" $other "*) ;;
            *) echo "$file: room $room must not include $include"; status=1 ;;
            esac
            case " $headers " in
            *" $include "*) ;;
            *) echo "$file: $include is internal to $other"; status=1 ;;
            esac
        done
    done
done
for folder in src/*/; do
    name=$(basename "$folder")
    echo "$order" | grep -qx "$name" || { echo "src/$name is not in src/ORDER"; status=1; }
done
exit $status
