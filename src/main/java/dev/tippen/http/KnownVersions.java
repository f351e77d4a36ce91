package dev.tippen.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/// Marks requests of other versions than HTTP/1.0 and 1.1 as not decodable. Left alone, Vert.x
/// answers them itself with 501 or with nothing, and counts a client's mistake as a server's.
@Sharable
final class KnownVersions extends ChannelInboundHandlerAdapter {
  private static final KnownVersions HANDLER = new KnownVersions();
  private static final DecoderResult UNKNOWN =
      DecoderResult.failure(new IllegalArgumentException("unknown HTTP version"));

  private KnownVersions() {}

  static void require(HttpConnection connection) {
    if (connection instanceof HttpServerConnection c) {
      c.channelHandlerContext().pipeline().addAfter("httpDecoder", "known-versions", HANDLER);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && !isKnown(request.protocolVersion())) {
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
      request.setDecoderResult(UNKNOWN);
    }
    context.fireChannelRead(message);
  }

  /// The decoder takes these two constants for the exact texts only; `http/1.1` equals one of them
  /// and yet is none.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isKnown(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }
}
