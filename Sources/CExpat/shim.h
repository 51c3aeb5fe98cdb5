#ifndef SECURE_MCP_CEXPAT_SHIM_H
#define SECURE_MCP_CEXPAT_SHIM_H

#include <expat.h>

#endif
