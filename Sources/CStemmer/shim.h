#ifndef SECURE_MCP_CSTEMMER_SHIM_H
#define SECURE_MCP_CSTEMMER_SHIM_H

#include <libstemmer.h>

#endif
