/* demarche COMMAND [OPTION]... [FILE]... */
#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>

static const dm_command *const commands[] = {
    &dm_command_code,  &dm_command_load,  &dm_command_find,    &dm_command_incidents, &dm_command_serve, &dm_command_export,
    &dm_command_relate, &dm_command_parse, &dm_command_explain, &dm_command_check};

static void help(FILE *out)
{
    fputs("usage: demarche COMMAND [OPTION]... [FILE]...\n"
          "Reads dated news reports and writes down who did what to whom, who said what, and where each stands.\n\n",
          out);
    for (size_t i = 0; i < DM_COUNT(commands); i++)
        fprintf(out, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n'demarche COMMAND --help' tells more; 'demarche --version' tells the version.\n"
          "Exit status: 0 done; 1 some documents could not be read; 2 wrong usage; 3 model, data or database missing or\n"
          "damaged; 4 reading or writing failed.\n",
          out);
}

static void command_help(const dm_command *command)
{
    printf("usage: demarche %s [OPTION]... %s\n%s.\n\n%s\n\n", command->name, command->operands, command->summary,
           command->more);
    for (size_t i = 0; i < command->option_count; i++) {
        char left[40];
        snprintf(left, sizeof left, "--%s%s%s", command->options[i].name, command->options[i].value == NULL ? "" : " ",
                 command->options[i].value == NULL ? "" : command->options[i].value);
        printf("  %-18s %s\n", left, command->options[i].help);
    }
    printf("  %-18s %s\n", "--help", "this text");
}

static int run(const dm_command *command, int count, char **words)
{
    dm_arguments arguments = {.command = command};
    const char **all = calloc((size_t)count + 1, sizeof *all), **operands = calloc((size_t)count + 1, sizeof *operands);
    size_t *all_option = calloc((size_t)count + 1, sizeof *all_option);
    int status = DM_EXIT_IO;
    bool options_end = false;
    if (all == NULL || operands == NULL || all_option == NULL) {
        fputs("demarche: out of memory\n", stderr);
        goto done;
    }
    arguments.all = all;
    arguments.all_option = all_option;
    arguments.operands = operands;
    for (int i = 0; i < count; i++) {
        const char *word = words[i];
        if (options_end || word[0] != '-' || word[1] == 0) {
            operands[arguments.operand_count++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            options_end = true;
            continue;
        }
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            command_help(command);
            status = fflush(stdout) == 0 ? DM_EXIT_DONE : DM_EXIT_IO;
            goto done;
        }
        size_t option = command->option_count;
        const char *equals = strchr(word, '=');
        size_t size = equals == NULL ? strlen(word) : (size_t)(equals - word);
        if (strcmp(word, "-o") == 0) { /* the one option with a short name, as everywhere */
            word = "--output";
            size = strlen(word);
        }
        for (size_t k = 0; word[1] == '-' && k < command->option_count; k++)
            if (strlen(command->options[k].name) == size - 2 && memcmp(command->options[k].name, word + 2, size - 2) == 0)
                option = k;
        if (option == command->option_count) {
            status = dm_usage(&arguments, "no such option: %.*s", (int)size, word);
            goto done;
        }
        const char *value = "";
        if (command->options[option].value == NULL && equals != NULL) {
            status = dm_usage(&arguments, "--%s takes no value", command->options[option].name);
            goto done;
        }
        if (command->options[option].value != NULL) {
            value = equals != NULL ? equals + 1 : i + 1 < count ? words[++i] : NULL;
            if (value == NULL) {
                status = dm_usage(&arguments, "--%s needs a value: %s", command->options[option].name,
                                  command->options[option].value);
                goto done;
            }
        }
        arguments.values[option] = value;
        all[arguments.all_count] = value;
        all_option[arguments.all_count++] = option;
    }
    status = command->run(&arguments);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "demarche: writing failed: %s\n", strerror(errno));
        status = DM_EXIT_IO;
    }
done:
    free(all);
    free(operands);
    free(all_option);
    return status;
}

int main(int count, char **words)
{
    if (count < 2) {
        help(stderr);
        return DM_EXIT_USAGE;
    }
    if (strcmp(words[1], "--version") == 0) {
        printf("demarche %s\n", dm_version());
        return DM_EXIT_DONE;
    }
    if (strcmp(words[1], "--man") == 0 || strcmp(words[1], "--completion") == 0) {
        (words[1][2] == 'm' ? dm_print_manual : dm_print_completion)(commands, DM_COUNT(commands));
        return fflush(stdout) == 0 ? DM_EXIT_DONE : DM_EXIT_IO;
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0 || strcmp(words[1], "help") == 0) {
        help(stdout);
        return DM_EXIT_DONE;
    }
    for (size_t i = 0; i < DM_COUNT(commands); i++)
        if (strcmp(words[1], commands[i]->name) == 0)
            return run(commands[i], count - 2, words + 2);
    fprintf(stderr, "demarche: no such command: %s\nTry 'demarche --help'.\n", words[1]);
    return DM_EXIT_USAGE;
}
