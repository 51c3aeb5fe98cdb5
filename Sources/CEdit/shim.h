// libedit's line editing. Its settings are global variables, which Swift rightly distrusts: each one needed gets a
// function here.
#ifndef SECURE_MCP_CEDIT_SHIM_H
#define SECURE_MCP_CEDIT_SHIM_H

#include <editline/readline.h>
#include <locale.h>
#include <stdlib.h>

// Prepares the editor once.
//
// `next` gives one character after the other as a Unicode scalar, -1 to leave the line; reading is left to it so that
// it can wait for other things than keys as well. `complete` gives the words that may replace the one that is being
// typed, from `CEdit_matches`. Interrupts are the program's business, not libedit's.
static inline void CEdit_prepare(
    int on_standard_error, int (*next)(void *), char **(*complete)(const char *word, int start, int end)
) {
    setlocale(LC_CTYPE, "");
    if (on_standard_error) rl_outstream = stderr;
    rl_catch_signals = 0;
    rl_getc_function = (int (*)(FILE *))next;
    rl_attempted_completion_function = (rl_completion_func_t *)complete;
    rl_basic_word_break_characters = " \t\n";
    rl_completer_word_break_characters = " \t\n";
    rl_initialize();
}

// The words that `generator` gives, one for every `state` from 0 on, until it gives NULL. `append` follows the word if
// it is the only one; 0 for nothing. File names are never offered instead.
static inline char **CEdit_matches(
    const char *word, char *(*generator)(const char *word, int state), int append
) {
    rl_attempted_completion_over = 1;
    rl_completion_append_character = append;
    return rl_completion_matches(word, (rl_compentry_func_t *)generator);
}

// The line that is being typed.
static inline const char *CEdit_line(void) { return rl_line_buffer; }

// Shows the prompt and the line again, after something else was written.
static inline void CEdit_show_again(void) { rl_forced_update_display(); }

#endif
