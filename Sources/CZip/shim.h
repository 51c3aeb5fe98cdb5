#ifndef SECURE_MCP_CZIP_SHIM_H
#define SECURE_MCP_CZIP_SHIM_H

#include <zip.h>

#endif
