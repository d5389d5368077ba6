#!/bin/sh
# The quickest check: models and data open, one sentence gives a record with an event.
printf 'date 2024-03-05\n\nRussia bombed Ukraine on Monday.\n' > build/smoke.txt
build/demarche code --to json build/smoke.txt | grep -q '"plover":"ASSAULT"'
