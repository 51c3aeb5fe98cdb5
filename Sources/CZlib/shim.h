#ifndef SECURE_MCP_CZLIB_SHIM_H
#define SECURE_MCP_CZLIB_SHIM_H

#include <zlib.h>

// `inflateInit2` is a macro, which Swift cannot see. 16 + MAX_WBITS reads the gzip format only.
static inline int secure_mcp_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}

#endif
