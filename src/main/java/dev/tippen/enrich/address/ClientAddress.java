package dev.tippen.enrich.address;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whose request it is. The socket names the peer. Only if that is a trusted proxy, one header is
/// read, from the right, where the nearest proxy wrote: the first address that is no trusted proxy
/// is the client's. What stands left of it may have been written by anybody. Safe for all threads.
public final class ClientAddress {
  private static final int ELEMENTS_MAX = 30;

  private final IpNetworks trusted;
  private final String header;
  private final Form form;

  /// How a header names clients.
  private enum Form {
    /// `X-Forwarded-For`: addresses with commas between them.
    LIST,
    /// `Forwarded`, RFC 7239.
    STANDARD,
    /// `CF-Connecting-IP`: exactly one address.
    SINGLE
  }

  /// @param address null if the peer is not known
  /// @param throughTrustedProxy whether other headers of this request come from a trusted proxy
  public record Client(@Nullable IpAddress address, boolean throughTrustedProxy) {}

  /// @param trustedProxies addresses and networks
  /// @param header `X-Forwarded-For`, `Forwarded` (RFC 7239) or `CF-Connecting-IP`
  /// @throws IllegalArgumentException if one of the proxies is neither an address nor a network
  public ClientAddress(List<String> trustedProxies, String header) {
    trusted = IpNetworks.parse(trustedProxies);
    this.header = header;
    form =
        switch (header.toLowerCase(Locale.ROOT)) {
          case "forwarded" -> Form.STANDARD;
          case "cf-connecting-ip" -> Form.SINGLE;
          default -> Form.LIST;
        };
  }

  /// @param peer as the socket names it
  /// @param headers all values of a header, in the order of the request
  public Client of(@Nullable String peer, Function<String, List<String>> headers) {
    IpAddress address = IpAddress.ofSocket(peer);
    if (address == null || trusted.isEmpty() || !trusted.contains(address)) {
      return new Client(address, false);
    }
    List<String> lines = headers.apply(header);
    return new Client(form == Form.SINGLE ? single(address, lines) : walk(address, lines), true);
  }

  private static IpAddress single(IpAddress peer, List<String> lines) {
    IpAddress client = lines.size() == 1 ? IpAddress.parse(lines.getFirst().strip()) : null;
    return client == null ? peer : client;
  }

  /// Where an element names no address, who came before is not known: the last address stands.
  private IpAddress walk(IpAddress peer, List<String> lines) {
    IpAddress found = peer;
    int elements = 0;
    for (int line = lines.size() - 1; line >= 0; line--) {
      String text = lines.get(line);
      int end = text.length();
      while (end >= 0) {
        if (++elements > ELEMENTS_MAX) return found;
        int comma = commaBefore(text, end);
        IpAddress next = read(text.substring(comma + 1, end).strip());
        if (next == null) return found;
        found = next;
        if (!trusted.contains(next)) return found;
        end = comma;
      }
    }
    return found;
  }

  private @Nullable IpAddress read(String element) {
    return form == Form.STANDARD
        ? ForwardedElement.standard(element)
        : ForwardedElement.plain(element);
  }

  private int commaBefore(String text, int end) {
    return form == Form.STANDARD ? commaOutsideQuotes(text, end) : text.lastIndexOf(',', end - 1);
  }

  /// Read from the right, because a quote that a stranger left open must not hide what the proxy
  /// added.
  private static int commaOutsideQuotes(String text, int end) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '"' && !isEscaped(text, i)) quoted = !quoted;
      if (c == ',' && !quoted) return i;
    }
    return -1;
  }

  private static boolean isEscaped(String text, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') backslashes++;
    return backslashes % 2 == 1;
  }
}
