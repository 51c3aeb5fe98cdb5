#ifndef SECURE_MCP_CXLSXWRITER_SHIM_H
#define SECURE_MCP_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
