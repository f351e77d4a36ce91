package dev.tippen.identify;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/// Questions to given DNS servers by the JDK's own DNS client, which never looks at this machine's
/// hosts file or search list. Blocks; each question ends by itself.
final class DnsQueries {
  private static final int TRIES = 2;

  private final String urls;
  private final int firstTryMs;

  /// The servers could not be asked, or their answer could not be read.
  static final class DnsFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean silent;

    DnsFailure(boolean silent, NamingException cause) {
      super(silent ? "did not answer in time" : "gave no usable answer", cause);
      this.silent = silent;
    }

    boolean isSilent() {
      return silent;
    }
  }

  /// @param servers as `address` or `address:port`, IPv6 in brackets
  /// @param timeoutMs in which all tries of one question end; the client doubles the time it waits
  ///   with each try
  DnsQueries(List<String> servers, int timeoutMs) {
    urls = String.join(" ", servers.stream().map(s -> "dns://" + s).toList());
    // With two servers and two tries: 2 x (t + 2 t).
    firstTryMs = Math.max(1, timeoutMs / (servers.size() * ((1 << TRIES) - 1)));
  }

  /// @param name ends without a dot and has only characters of host names
  /// @param max values that are looked at; more are ignored
  /// @return empty if the name does not exist or has no such record
  // The DNS provider of JNDI reads records as text and makes no objects of them.
  @SuppressWarnings("BanJNDI")
  List<String> ask(String name, String type, int max) throws DnsFailure {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, urls);
    environment.put("com.sun.jndi.dns.timeout.initial", String.valueOf(firstTryMs));
    environment.put("com.sun.jndi.dns.timeout.retries", String.valueOf(TRIES));
    environment.put("com.sun.jndi.dns.recursion", "true");
    @Nullable DirContext context = null;
    try {
      context = new InitialDirContext(environment);
      Attributes attributes = context.getAttributes(name + ".", new String[] {type});
      return values(attributes.get(type), max);
    } catch (NameNotFoundException _) {
      return List.of();
    } catch (CommunicationException e) {
      throw new DnsFailure(true, e);
    } catch (NamingException e) {
      throw new DnsFailure(false, e);
    } finally {
      close(context);
    }
  }

  private static List<String> values(@Nullable Attribute attribute, int max)
      throws NamingException {
    List<String> values = new ArrayList<>();
    if (attribute == null) return values;
    NamingEnumeration<?> all = attribute.getAll();
    while (all.hasMore() && values.size() < max) values.add(String.valueOf(all.next()));
    all.close();
    return values;
  }

  private static void close(@Nullable DirContext context) {
    try {
      if (context != null) context.close();
    } catch (NamingException _) {
      // it holds no connection
    }
  }
}
