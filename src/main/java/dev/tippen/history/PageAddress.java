package dev.tippen.history;

import dev.tippen.domain.HostName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What history keeps of an address: host and path. Query and user part are left out, they may say
/// more about a person than anybody should keep. A fragment stays only if it is a path itself
/// (`#/orders`, `#!/orders`), as programs in one page have it.
///
/// @param host lower case, without a leading `www.`; empty if the address names none
/// @param path from its first slash, `/` if it is empty
record PageAddress(String host, String path) {

  /// @return null if this is no address with a host or a path
  static @Nullable PageAddress of(@Nullable String address) {
    if (address == null) return null;
    String text = address.strip();
    int from = text.indexOf("://");
    String host = "";
    int at = 0;
    if (from >= 0) {
      int end = from + 3;
      int start = end;
      while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
        if (text.charAt(end) == '@') start = end + 1;
        end++;
      }
      host = host(text.substring(start, end));
      if (host.isEmpty()) return null;
      at = end;
    } else if (!text.startsWith("/")) {
      return null;
    }
    return new PageAddress(host, path(text, at));
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    String name =
        colon >= 0 && authority.indexOf(']', colon) < 0 ? authority.substring(0, colon) : authority;
    if (name.startsWith("[")) return name.toLowerCase(Locale.ROOT);
    String host = HostName.of(name);
    if (host == null) return "";
    return host.startsWith("www.") && host.length() > 4 ? host.substring(4) : host;
  }

  private static String path(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') end++;
    String path = text.substring(from, end);
    if (path.isEmpty()) path = "/";
    int hash = text.indexOf('#', end);
    if (hash >= 0 && (text.startsWith("#/", hash) || text.startsWith("#!", hash))) {
      int query = text.indexOf('?', hash);
      path += query < 0 ? text.substring(hash) : text.substring(hash, query);
    }
    return path;
  }
}
