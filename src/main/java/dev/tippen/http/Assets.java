package dev.tippen.http;

import dev.tippen.store.StoreException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The files that the server serves: from the jar, each read once and kept in memory plain and
/// compressed; or, for development, from a folder, read anew at every request. Blocks on small
/// local files only.
final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");
  private static final int COMPRESS_MIN_BYTES = 1024;

  private final @Nullable Path folder;
  private final Map<String, Asset> kept = new ConcurrentHashMap<>();

  /// @param gzip null if compression doesn't pay
  record Asset(Buffer plain, @Nullable Buffer gzip, String type, String etag) {}

  /// @param folder stands in for `web/` of the jar; null: the jar
  Assets(@Nullable Path folder) {
    this.folder = folder;
  }

  /// @param path such as `web/dashboard/index.html`; no part may be `..`
  /// @return null if there is no such file
  @Nullable Asset find(String path) {
    if (path.contains("..") || path.contains("\\") || path.endsWith("/")) return null;
    Asset known = kept.get(path);
    if (known != null) return known;
    byte[] bytes = read(path);
    if (bytes == null) return null;
    Asset asset = asset(bytes, path);
    // Only files that exist are kept, so their number bounds the memory.
    if (folder == null) kept.put(path, asset);
    return asset;
  }

  private byte @Nullable [] read(String path) {
    try {
      if (folder != null && path.startsWith("web/")) {
        Path file = folder.resolve(path.substring(4));
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
      }
      try (InputStream in = Assets.class.getResourceAsStream("/" + path)) {
        return in == null ? null : in.readAllBytes();
      }
    } catch (IOException e) {
      throw new StoreException("A file of the program can't be read: " + path, e);
    }
  }

  static Asset asset(byte[] bytes, String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    String type = TYPES.getOrDefault(extension, "application/octet-stream");
    boolean compresses =
        bytes.length >= COMPRESS_MIN_BYTES
            && !type.startsWith("image/png")
            && !extension.equals("woff2");
    return new Asset(
        Buffer.buffer(bytes), compresses ? Buffer.buffer(gzip(bytes)) : null, type, etag(bytes));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
