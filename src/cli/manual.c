/* The manual page and the completion of shells, made from the same tables as the help. */
#include "cli/command.h"

/* Text for roff: backslashes and leading dots escaped, hyphens as minus signs. */
static void roff(const char *text)
{
    bool line_start = true;
    for (; *text != 0; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
        line_start = *text == '\n';
    }
}

void dm_print_manual(const dm_command *const *commands, size_t count)
{
    printf(".TH DEMARCHE 1 \"\" \"demarche %s\" \"User Commands\"\n.SH NAME\ndemarche \\- codes dated news reports into events, "
           "statements and positions\n.SH SYNOPSIS\n.B demarche\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIFILE\\fR]...\n",
           dm_version());
    puts(".SH DESCRIPTION\nReads dated news reports and writes down, as data with the words that prove it, who did what to whom\n"
         "(CAMEO and PLOVER codes), who said what on whose word, where each actor stands, and when, where and how many.\n"
         "Data goes to standard output, talk to standard error.\n.SH COMMANDS");
    for (size_t i = 0; i < count; i++) {
        printf(".SS \"demarche %s [OPTION]... ", commands[i]->name);
        roff(commands[i]->operands);
        puts("\"");
        roff(commands[i]->summary);
        puts(".");
        roff(commands[i]->more);
        putchar('\n');
        for (size_t k = 0; k < commands[i]->option_count; k++) {
            const dm_option *option = &commands[i]->options[k];
            fputs(".TP\n\\fB\\-\\-", stdout);
            roff(option->name);
            printf("\\fR%s%s%s\n", option->value == NULL ? "" : " \\fI", option->value == NULL ? "" : option->value,
                   option->value == NULL ? "" : "\\fR");
            roff(option->help);
            putchar('\n');
        }
    }
    puts(".SH \"EXIT STATUS\"\n.TP\n0\ndone\n.TP\n1\ndone, but some documents could not be read\n.TP\n2\nwrong usage\n.TP\n3\nmodel, "
         "data or database missing or damaged\n.TP\n4\nreading or writing failed");
}

void dm_print_completion(const dm_command *const *commands, size_t count)
{
    puts("# bash completion for demarche: source this file\n_demarche()\n{\n    local word=${COMP_WORDS[COMP_CWORD]}\n"
         "    if [ \"$COMP_CWORD\" -eq 1 ]; then");
    fputs("        COMPREPLY=($(compgen -W \"", stdout);
    for (size_t i = 0; i < count; i++)
        printf("%s%s", i == 0 ? "" : " ", commands[i]->name);
    puts("\" -- \"$word\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in");
    for (size_t i = 0; i < count; i++) {
        printf("    %s) COMPREPLY=($(compgen -W \"", commands[i]->name);
        for (size_t k = 0; k < commands[i]->option_count; k++)
            printf("--%s ", commands[i]->options[k].name);
        puts("--help\" -- \"$word\")) ;;");
    }
    puts("    esac\n    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n}\ncomplete -F _demarche demarche");
}
