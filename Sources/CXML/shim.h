#ifndef SECURE_MCP_CXML_SHIM_H
#define SECURE_MCP_CXML_SHIM_H

// Debian's libxml2 uses ICU inside; its headers are not those of Foundation's ICU, and nobody here needs either.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#endif
