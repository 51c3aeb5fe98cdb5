// libedit's line editing. Its settings are global variables, which Swift rightly distrusts: each one needed gets a
// function here.
#ifndef SECURE_MCP_CEDIT_SHIM_H
#define SECURE_MCP_CEDIT_SHIM_H

#include <editline/readline.h>
#include <locale.h>
#include <stdlib.h>

// Offers the words that `generator` gives for a prefix, one for every `state` from 0 on, until it gives NULL.
static inline void CEdit_complete_with(char *(*generator)(const char *prefix, int state)) {
    rl_completion_entry_function = (rl_compentry_func_t *)generator;
    rl_completion_append_character = ' ';
}

// Reads the person's locale, so that accents and ñ count as one character.
static inline void CEdit_use_locale(void) {
    setlocale(LC_CTYPE, "");
    rl_initialize();
}

#endif
