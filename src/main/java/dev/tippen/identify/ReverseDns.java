package dev.tippen.identify;

import dev.tippen.domain.PublicSuffixes;
import dev.tippen.event.Confidence;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The name that the owner of an address gave it, believed only if that name leads back to the
/// address: a PTR record alone is free text of whoever holds the address. The registered part of
/// such a name is evidence for a company.
final class ReverseDns implements Provider {
  static final String SOURCE = "reverse_dns";
  static final int NAMES_MAX = 5;
  static final int ADDRESSES_MAX = 10;

  /// Who gives names to customers, not to his own machines. Matched between dots, dashes and
  /// digits.
  private static final Set<String> ACCESS_WORDS =
      Set.of(
          "dynamic",
          "dyn",
          "dynip",
          "pool",
          "pools",
          "dsl",
          "adsl",
          "vdsl",
          "sdsl",
          "xdsl",
          "cust",
          "customer",
          "customers",
          "dhcp",
          "dial",
          "dialup",
          "dialin",
          "ppp",
          "pppoe",
          "cable",
          "fiber",
          "fibre",
          "ftth",
          "fttx",
          "gpon",
          "mobile",
          "lte",
          "wireless",
          "broadband",
          "residential",
          "cgnat",
          "cpe",
          "catv",
          "hsd",
          "hsi",
          "wifi",
          "hotspot",
          "staticip",
          "unassigned",
          "unused",
          "subscriber",
          "umts",
          "gprs");

  /// Whose registered domain names machines of others.
  private static final Set<String> HOSTING =
      Set.of(
          "amazonaws.com",
          "googleusercontent.com",
          "azure.com",
          "cloudapp.net",
          "azurewebsites.net",
          "linode.com",
          "linodeusercontent.com",
          "ovh.net",
          "ovh.com",
          "ovh.ca",
          "kimsufi.com",
          "soyoustart.com",
          "hetzner.com",
          "hetzner.de",
          "your-server.de",
          "your-cloud.host",
          "digitalocean.com",
          "vultr.com",
          "vultrusercontent.com",
          "choopa.net",
          "contabo.net",
          "contabo.host",
          "contaboserver.net",
          "scaleway.com",
          "poneytelecom.eu",
          "online.net",
          "leaseweb.net",
          "leaseweb.com",
          "secureserver.net",
          "hostgator.com",
          "bluehost.com",
          "dreamhost.com",
          "ionos.com",
          "kundenserver.de",
          "onlinehome-server.info",
          "strato.de",
          "stratoserver.net",
          "rackspace.com",
          "softlayer.com",
          "oraclecloud.com",
          "oraclevcn.com",
          "aliyun.com",
          "tencentcloud.com",
          "cloudflare.com",
          "fastly.net",
          "akamaitechnologies.com",
          "akamai.com",
          "edgecastcdn.net",
          "incapdns.net",
          "zscaler.net",
          "zscaler.com",
          "torservers.net",
          "privateinternetaccess.com",
          "m247.com",
          "datacamp.co.uk",
          "cdn77.com",
          "gcore.lu",
          "gandi.net",
          "netcup.net",
          "server4you.net",
          "quadranet.com",
          "colocrossing.com",
          "psychz.net",
          "hostwinds.com",
          "hostwindsdns.com",
          "1e100.net");

  private static final Pattern SEPARATORS = Pattern.compile("[^a-z]+");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final DnsQueries dns;
  private final String servers;
  private final int timeoutMs;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param servers see [DnsQueries]; empty: those that this machine uses
  /// @param timeoutMs for all questions about one address together
  ReverseDns(List<String> servers, int timeoutMs) {
    List<String> asked = servers.isEmpty() ? systemServers(Path.of("/etc/resolv.conf")) : servers;
    this.dns = new DnsQueries(asked, timeoutMs);
    this.servers = String.join(", ", asked);
    this.timeoutMs = timeoutMs;
  }

  /// At most the first two name servers of the file; this machine itself if there is none.
  static List<String> systemServers(Path file) {
    try (var lines = Files.lines(file)) {
      List<String> found =
          lines
              .map(line -> line.strip().split("\\s+"))
              .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
              .map(words -> words[1])
              .filter(address -> address.matches("[0-9A-Fa-f.:]+"))
              .map(address -> address.indexOf(':') >= 0 ? "[" + address + "]" : address)
              .limit(2)
              .toList();
      return found.isEmpty() ? List.of("127.0.0.1") : found;
    } catch (java.io.IOException | java.io.UncheckedIOException _) {
      return List.of("127.0.0.1");
    }
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public String title() {
    return "Reverse DNS";
  }

  @Override
  public String host() {
    return servers;
  }

  @Override
  public Duration foundLifetime() {
    return Duration.ofDays(7);
  }

  @Override
  public Answer lookup(InetAddress address) throws InterruptedException {
    Future<Answer> all = threads.submit(() -> check(address));
    try {
      return all.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return Answer.failed("The DNS server did not answer in time.", Answer.Failure.UNREACHED);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DnsQueries.DnsFailure f) {
        return Answer.failed("The DNS server " + f.getMessage() + ".", Answer.Failure.UNREACHED);
      }
      return Answer.failed("The DNS answer can't be read.", Answer.Failure.UNREACHED);
    } finally {
      all.cancel(true);
    }
  }

  private Answer check(InetAddress address) throws DnsQueries.DnsFailure {
    List<String> names = new ArrayList<>();
    DnsMessage.Values pointers = dns.ask(arpa(address), DnsMessage.PTR, NAMES_MAX);
    for (String value : pointers.values()) {
      String name = Texts.domain(value);
      if (name != null) names.add(name);
    }
    if (names.isEmpty()) return Answer.notFound("The address has no name in DNS.", null);
    String access = null;
    for (String name : names) {
      String domain = PublicSuffixes.registrableDomain(name);
      if (domain == null) continue;
      if (isAccessName(name, domain, address)) {
        access = domain;
        continue;
      }
      long backTtl = leadsBack(name, address);
      if (backTtl >= 0) {
        return confirmed(name, domain).holding(Math.min(backTtl, pointers.ttlSeconds()));
      }
    }
    return access != null
        ? Answer.notFound("The address has a name as access and hosting networks give it.", access)
        : Answer.notFound("The name of the address in DNS does not lead back to it.", null);
  }

  private static Answer confirmed(String name, String domain) {
    CompanyProfile profile = CompanyProfile.builder().domain(domain).build();
    return profile == null
        ? Answer.notFound("The address has no usable name in DNS.", null)
        : Answer.found(
            profile,
            Confidence.MEDIUM,
            "The address is called " + name + " in DNS, and that name leads back to it.");
  }

  /// @return how long it holds, in seconds; -1 if the name does not lead back
  private long leadsBack(String name, InetAddress address) throws DnsQueries.DnsFailure {
    int type = address instanceof Inet4Address ? DnsMessage.A : DnsMessage.AAAA;
    DnsMessage.Values back = dns.ask(name, type, ADDRESSES_MAX);
    for (String value : back.values()) {
      if (InetAddress.ofLiteral(value).equals(address)) return back.ttlSeconds();
    }
    return -1;
  }

  /// Whether the name looks like those that networks give to their customers: it says so, or it
  /// holds the address.
  static boolean isAccessName(String name, String domain, InetAddress address) {
    if (HOSTING.contains(domain)) return true;
    String own =
        name.length() > domain.length() ? name.substring(0, name.length() - domain.length()) : "";
    for (String word : SEPARATORS.split(own.replace("static-ip", "staticip"))) {
      if (ACCESS_WORDS.contains(word)) return true;
    }
    return holdsAddress(own, address.getAddress());
  }

  /// The last two numbers of an IPv4 address, or all of it in hex; the last two groups of an IPv6
  /// address.
  private static boolean holdsAddress(String own, byte[] bytes) {
    String hex = java.util.HexFormat.of().formatHex(bytes);
    String bare = own.replaceAll("[^0-9a-f]", "");
    if (bytes.length != 4) {
      return own.contains(hex.substring(24, 28) + "-" + hex.substring(28))
          || bare.contains(hex.substring(16));
    }
    if (bare.contains(hex)) return true;
    List<Integer> numbers = new ArrayList<>();
    DIGITS
        .matcher(own)
        .results()
        .filter(r -> r.group().length() <= 3)
        .forEach(r -> numbers.add(Integer.parseInt(r.group())));
    int third = bytes[2] & 0xff;
    int fourth = bytes[3] & 0xff;
    for (int i = 0; i + 1 < numbers.size(); i++) {
      int a = numbers.get(i);
      int b = numbers.get(i + 1);
      if (a == third && b == fourth || a == fourth && b == third) return true;
    }
    return own.contains(
        "%03d%03d%03d%03d".formatted(bytes[0] & 0xff, bytes[1] & 0xff, third, fourth));
  }

  /// The name under which the pointer stands (RFC 1035, section 3.5; RFC 3596, section 2.5).
  static String arpa(InetAddress address) {
    byte[] bytes = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes.length == 4) {
        name.append(bytes[i] & 0xff).append('.');
      } else {
        name.append(Character.forDigit(bytes[i] & 0xf, 16)).append('.');
        name.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16)).append('.');
      }
    }
    return name.append(bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
