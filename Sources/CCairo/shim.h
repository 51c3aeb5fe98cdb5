// cairo with PDF and SVG, and pango that sets text on it.
#ifndef SECURE_MCP_CCAIRO_SHIM_H
#define SECURE_MCP_CCAIRO_SHIM_H

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#endif
