#ifndef SECURE_MCP_CXML_SHIM_H
#define SECURE_MCP_CXML_SHIM_H

#include <libxml/HTMLparser.h>

#endif
