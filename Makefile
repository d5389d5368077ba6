# demarche. Plain GNU Make; objects go to $(BUILD), nothing is written beside the sources.
#   make            library, command            make test     everything pass/fail
#   make demo       codes the examples          make check    the tests under address and undefined sanitizers
#   V=1 shows the commands
#   make install    PREFIX=/usr/local DESTDIR=  make bench    speed and memory; make models: trains again (train/)
BUILD   ?= build
Q       := $(if $(V),,@)
PREFIX  ?= /usr/local
DESTDIR ?=
CC      ?= cc
VERSION := $(shell cat VERSION)
MAJOR   := $(firstword $(subst ., ,$(VERSION)))
OPT     ?= -O2
WERROR  ?=
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(WERROR)
CFLAGS  ?= $(OPT) -g
XML2    := $(or $(shell pkg-config --cflags libxml-2.0 2>/dev/null),-I/usr/include/libxml2)
ALLFLAGS = -std=c11 $(CFLAGS) $(WARN) -fPIC -fvisibility=hidden -ffp-contract=off -D_POSIX_C_SOURCE=200809L \
           -DDM_VERSION='"$(VERSION)"' -Iinclude -Isrc $(XML2) -MMD -MP
LIBS    := -lmicrohttpd -lsqlite3 -lzip -lzstd -lz -ljansson -lxml2 -lm -lpthread

ROOMS    := $(shell cat src/ORDER)
LIB_SRC  := $(foreach room,$(filter-out cli,$(ROOMS)),$(sort $(wildcard src/$(room)/*.c)))
CLI_SRC  := $(sort $(wildcard src/cli/*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
CLI_OBJ  := $(CLI_SRC:%.c=$(BUILD)/%.o)
TRAIN    := $(patsubst train/%.c,$(BUILD)/train/%,$(sort $(wildcard train/*.c)))
UNIT     := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))
FUZZ     := $(patsubst fuzz/%.c,%,$(filter-out fuzz/replay.c,$(sort $(wildcard fuzz/*.c))))
EMBEDDED := $(sort $(wildcard models/*.model) $(shell find data -type f ! -name 'README*' ! -name '*.py' ! -name '.*') $(wildcard web/built/*))

GEONAMES ?= /usr/share/libtimezonemap/ui
BUILT_DATA := $(BUILD)/places/cities.index $(BUILD)/compiled/cast $(BUILD)/compiled/names

all: $(BUILD)/demarche $(BUILD)/libdemarche.so

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALLFLAGS) -c $< -o $@

# Models and data are put into the library as they are; the table is sorted by name.
$(BUILD)/embedded.list: FORCE
	@mkdir -p $(@D)
	@echo $(EMBEDDED) | cmp -s - $@ || echo $(EMBEDDED) > $@
$(BUILD)/embedded.c: $(EMBEDDED) $(BUILT_DATA) $(BUILD)/embedded.list tools/embed.sh Makefile
	@mkdir -p $(@D)
	$(Q)sh tools/embed.sh $(BUILD) $(EMBEDDED) $(BUILT_DATA) > $@.new && mv $@.new $@
$(BUILD)/embedded.o: $(BUILD)/embedded.c
	$(Q)$(CC) $(filter-out -Wpedantic,$(ALLFLAGS)) -c $< -o $@

# The index of places is made from the GeoNames tables of Debian's libtimezonemap-data, and the smaller towns beside the tool.
TOWNS := tools/geonames/towns.txt
BASE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/base/*.c src/model/*.c))
BASE_OBJ += $(BUILD)/src/refer/geonames.o
$(BUILD)/gazetteer: tools/gazetteer.c src/refer/gazetteer.h $(BASE_OBJ)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALLFLAGS) $(LDFLAGS) -o $@ tools/gazetteer.c $(BASE_OBJ) -lm
$(BUILD)/places/cities.index: $(BUILD)/gazetteer $(GEONAMES)/cities15000.txt $(TOWNS)
	@mkdir -p $(@D)
	$(Q)ASAN_OPTIONS=detect_leaks=0 $(BUILD)/gazetteer $(GEONAMES) $@ $(TOWNS)
$(GEONAMES)/cities15000.txt:
	@echo "$@ is missing: install the Debian package libtimezonemap-data, or set GEONAMES=FOLDER" >&2; false

# Dictionaries as they lie in memory, made by the very code that reads them.
DICTIONARIES := $(wildcard data/people/* data/actors/* data/names/* data/places/*) $(wildcard models/names.model models/split*.model)
$(BUILD)/libplain.a: $(filter-out $(BUILD)/embedded.o,$(LIB_OBJ))
	@rm -f $@
	$(Q)ar rcs $@ $^
$(BUILD)/compile: tools/compile.c $(BUILD)/libplain.a
	$(Q)$(CC) $(ALLFLAGS) $(LDFLAGS) -o $@ tools/compile.c $(BUILD)/libplain.a $(LIBS)
$(BUILD)/compiled/cast $(BUILD)/compiled/names &: $(BUILD)/compile $(DICTIONARIES)
	@mkdir -p $(@D)
	$(Q)ASAN_OPTIONS=detect_leaks=0 $(BUILD)/compile $(@D)

$(BUILD)/libdemarche.a: $(LIB_OBJ)
	@rm -f $@
	$(Q)ar rcs $@ $(LIB_OBJ)
$(BUILD)/libdemarche.so: $(LIB_OBJ)
	$(Q)$(CC) -shared $(CFLAGS) $(LDFLAGS) -Wl,-soname,libdemarche.so.$(MAJOR) -Wl,-z,defs -o $@ $(LIB_OBJ) $(LIBS)
$(BUILD)/demarche: $(CLI_OBJ) $(BUILD)/libdemarche.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJ) $(BUILD)/libdemarche.a $(LIBS)

$(BUILD)/train/%: train/%.c $(BUILD)/libdemarche.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALLFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libdemarche.a $(LIBS)
# Tests named *_alloc see memory run out (tests/unit/alloc.h).
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libdemarche.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALLFLAGS) -Itests/unit $(LDFLAGS) $(if $(filter %_alloc,$*),$(WRAP)) -o $@ $< $(BUILD)/libdemarche.a $(LIBS)
# Fuzz targets: with any compiler they replay fuzz/corpus/NAME; `make fuzz-NAME` goes on from there with clang.
$(BUILD)/replay/%: fuzz/%.c fuzz/replay.c $(BUILD)/libdemarche.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -MMD -MP,$(ALLFLAGS)) $(LDFLAGS) -o $@ fuzz/$*.c fuzz/replay.c $(BUILD)/libdemarche.a $(LIBS)
FUZZ_SECONDS ?= 60
fuzz-%:
	$(MAKE) BUILD=$(BUILD)-fuzz CC=clang CFLAGS="-O1 -g -fsanitize=address,undefined,fuzzer-no-link" \
	  LDFLAGS="-fsanitize=address,undefined" $(BUILD)-fuzz/libdemarche.a
	clang -std=c11 -g -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc $(XML2) -fsanitize=address,undefined,fuzzer \
	  -o $(BUILD)-fuzz/$* fuzz/$*.c $(BUILD)-fuzz/libdemarche.a $(LIBS)
	@mkdir -p $(BUILD)-fuzz/corpus/$*
	$(BUILD)-fuzz/$* -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=$(BUILD)-fuzz/ $(BUILD)-fuzz/corpus/$* fuzz/corpus/$*

train: $(TRAIN)

unit: $(UNIT)
test: all $(UNIT) $(FUZZ:%=$(BUILD)/replay/%)
	sh tests/run.sh $(BUILD)
check:
	$(MAKE) BUILD=$(BUILD)-check OPT=-O1 WERROR="$(WERROR)" LDFLAGS="-fsanitize=address,undefined" \
	  CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined" test

# Needs the treebanks of the evaluation kit.
EVAL ?= ../shared/eval
models: train
	sh train/models.sh $(BUILD) $(EVAL)

demo: all
	sh tools/demo.sh $(BUILD)
bench: all $(BUILD)/bench/store
	sh bench/run.sh $(BUILD)
$(BUILD)/bench/%: bench/%.c $(BUILD)/libdemarche.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALLFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libdemarche.a $(LIBS)

# The page: web/built is part of the source, so that building needs no Node.
web:
	cd web && npm ci --no-fund --no-audit && node build.mjs

# Lists how each file is compiled, for editors and clang-tidy.
compile_commands.json: Makefile
	@{ echo '['; first=1; for f in $(LIB_SRC) $(CLI_SRC); do [ $$first ] || echo ','; first=; \
	  printf '{"directory":"%s","file":"%s","command":"%s"}' "$(CURDIR)" "$$f" \
	  "cc -std=c11 -Iinclude -Isrc $(XML2) -D_POSIX_C_SOURCE=200809L -DDM_VERSION=0 -c $$f"; done; echo; echo ']'; } > $@

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
	  $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/demarche
	install -m 755 $(BUILD)/demarche $(DESTDIR)$(PREFIX)/bin/
	install -m 644 include/demarche.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(BUILD)/libdemarche.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(BUILD)/libdemarche.so $(DESTDIR)$(PREFIX)/lib/libdemarche.so.$(VERSION)
	ln -sf libdemarche.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libdemarche.so.$(MAJOR)
	ln -sf libdemarche.so.$(MAJOR) $(DESTDIR)$(PREFIX)/lib/libdemarche.so
	printf 'prefix=%s\nName: demarche\nDescription: codes dated news reports into events, statements and positions\nVersion: %s\nLibs: -L$${prefix}/lib -ldemarche\nLibs.private: $(LIBS)\nCflags: -I$${prefix}/include\n' \
	  '$(PREFIX)' '$(VERSION)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/demarche.pc
	$(BUILD)/demarche --man > $(DESTDIR)$(PREFIX)/share/man/man1/demarche.1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(BUILD)/demarche --completion > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/demarche
	cp -R data $(DESTDIR)$(PREFIX)/share/demarche/

clean:
	rm -rf $(BUILD) $(BUILD)-check $(BUILD)-fuzz

FORCE:
.PHONY: FORCE all train unit test check demo bench install clean models web
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT:=.d) $(TRAIN:=.d)
