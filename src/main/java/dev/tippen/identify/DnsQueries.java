package dev.tippen.identify;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks given DNS servers, over UDP and, where an answer does not fit, over TCP. Each question has
/// a socket, a port and a number of its own, so that an answer is hard to forge. Blocks; safe for
/// all threads. Never looks at this machine's hosts file or search list.
final class DnsQueries {
  private static final int PORT = 53;
  private static final int UDP_MAX_BYTES = 4_096;
  private static final int ROUNDS = 2;
  private static final int NO_SUCH_NAME = 3;

  private final List<InetSocketAddress> servers;
  private final int tryMs;
  private final SecureRandom random = new SecureRandom();

  /// No server gave an answer that can be used.
  static final class DnsFailure extends Exception {
    private static final long serialVersionUID = 1;

    DnsFailure(String what, @Nullable Throwable cause) {
      super(what, cause);
    }
  }

  /// @param servers as `address` or `address:port`, IPv6 in brackets if it has a port
  /// @param timeoutMs in which one question ends, all servers tried twice
  DnsQueries(List<String> servers, int timeoutMs) {
    this.servers = servers.stream().map(DnsQueries::address).toList();
    this.tryMs = Math.max(1, timeoutMs / (ROUNDS * servers.size()));
  }

  /// @throws IllegalArgumentException if the text is no address
  static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    boolean port = colon > text.lastIndexOf(']') && text.indexOf(':') == colon;
    port |= colon >= 1 && text.charAt(colon - 1) == ']';
    String host = port ? text.substring(0, colon) : text;
    if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
    return new InetSocketAddress(
        InetAddress.ofLiteral(host), port ? Integer.parseInt(text.substring(colon + 1)) : PORT);
  }

  /// @param name of characters that are allowed in host names, without a dot at the end
  /// @param type see [DnsMessage]
  /// @param max values that are kept; more are ignored
  /// @return without values if the name does not exist or has no such record
  DnsMessage.Values ask(String name, int type, int max) throws DnsFailure {
    DnsFailure last = new DnsFailure("did not answer in time", null);
    for (int round = 0; round < ROUNDS; round++) {
      for (InetSocketAddress server : servers) {
        try {
          DnsMessage.Reply reply = exchange(server, name, type, max);
          if (reply.code() == 0) return reply.values();
          if (reply.code() == NO_SUCH_NAME) return new DnsMessage.Values(List.of(), 0);
          last = new DnsFailure("could not answer", null);
        } catch (SocketTimeoutException e) {
          last = new DnsFailure("did not answer in time", e);
        } catch (IOException e) {
          last = new DnsFailure("could not be reached", e);
        } catch (DnsMessage.Malformed e) {
          last = new DnsFailure("gave no usable answer", e);
        }
      }
    }
    throw last;
  }

  private DnsMessage.Reply exchange(InetSocketAddress server, String name, int type, int max)
      throws IOException, DnsMessage.Malformed {
    byte[] question = DnsMessage.question(random.nextInt(1 << 16), name, type);
    DnsMessage.Reply reply = DnsMessage.read(udp(server, question), name, type, max);
    return reply.truncated() ? DnsMessage.read(tcp(server, question), name, type, max) : reply;
  }

  private byte[] udp(InetSocketAddress server, byte[] question) throws IOException {
    long deadline = System.nanoTime() + tryMs * 1_000_000L;
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected: what others send to our port does not arrive.
      socket.connect(server);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket packet = new DatagramPacket(new byte[UDP_MAX_BYTES], UDP_MAX_BYTES);
      while (true) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) throw new SocketTimeoutException("no answer to this question");
        socket.setSoTimeout((int) leftMs);
        packet.setLength(UDP_MAX_BYTES);
        socket.receive(packet);
        byte[] reply = Arrays.copyOf(packet.getData(), packet.getLength());
        if (DnsMessage.answers(reply, question)) return reply;
      }
    }
  }

  /// The caller cuts it if it takes too long as a whole.
  private byte[] tcp(InetSocketAddress server, byte[] question)
      throws IOException, DnsMessage.Malformed {
    try (Socket socket = new Socket()) {
      socket.connect(server, tryMs);
      socket.setSoTimeout(tryMs);
      byte[] framed = new byte[question.length + 2];
      framed[0] = (byte) (question.length >> 8);
      framed[1] = (byte) question.length;
      System.arraycopy(question, 0, framed, 2, question.length);
      socket.getOutputStream().write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] reply = new byte[in.readUnsignedShort()];
      in.readFully(reply);
      if (!DnsMessage.answers(reply, question)) throw new DnsMessage.Malformed("another answer");
      return reply;
    }
  }
}
