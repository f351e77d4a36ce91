package dev.tippen.identify;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A DNS server on this machine, over UDP and TCP on the same port, that answers as a test says.
final class DnsStub implements AutoCloseable {
  static final int NX = 3;
  static final int SERVFAIL = 2;
  private static final int CNAME = 5;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final Map<String, List<Item>> zone = new HashMap<>();
  private final Map<String, byte[]> raw = new HashMap<>();
  private volatile int code;
  private volatile boolean silent;
  private volatile boolean forged;

  private record Item(String owner, int type, int ttlSeconds, byte[] data) {}

  DnsStub() throws IOException {
    tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    // In this order: numbers of TCP are often in use still, those of UDP are not.
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon(true).start(this::serveUdp);
    Thread.ofPlatform().daemon(true).start(this::serveTcp);
  }

  String address() {
    return "127.0.0.1:" + udp.getLocalPort();
  }

  List<String> questions() {
    return questions;
  }

  DnsStub ptr(InetAddress address, String... names) {
    String arpa = ReverseDns.arpa(address);
    for (String name : names) put(arpa, arpa, DnsMessage.PTR, 3_600, name(name));
    return this;
  }

  DnsStub a(String name, String... addresses) {
    for (String text : addresses) {
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      put(name, name, bytes.length == 4 ? DnsMessage.A : DnsMessage.AAAA, 7_200, bytes);
    }
    return this;
  }

  /// Puts an alias into the answers about a name; the records it leads to are put there too.
  DnsStub alias(String question, String owner, String target) {
    put(question, owner, CNAME, 600, name(target));
    return this;
  }

  DnsStub record(String question, String owner, int type, byte[] data) {
    put(question, owner, type, 600, data);
    return this;
  }

  private void put(String question, String owner, int type, int ttlSeconds, byte[] data) {
    zone.computeIfAbsent(question, _ -> new ArrayList<>())
        .add(new Item(owner, type, ttlSeconds, data));
  }

  /// What comes behind the header and the question, as it is; one answer is announced.
  DnsStub raw(String question, byte[] rest) {
    raw.put(question, rest);
    return this;
  }

  DnsStub code(int newCode) {
    code = newCode;
    return this;
  }

  DnsStub silent(boolean now) {
    silent = now;
    return this;
  }

  /// Before the right answer come two that another one could have sent.
  DnsStub forged() {
    forged = true;
    return this;
  }

  static byte[] name(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    return out.toByteArray();
  }

  private static String question(byte[] query) {
    StringBuilder name = new StringBuilder();
    for (int at = 12; query[at] != 0; at += query[at] + 1) {
      if (!name.isEmpty()) name.append('.');
      name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
    }
    return name.toString();
  }

  private byte @Nullable [] answer(byte[] query, boolean overUdp) {
    String name = question(query);
    questions.add(name);
    if (silent) return null;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(query, 12, query.length - 12);
    int answers = 0;
    byte[] as = raw.get(name);
    if (as != null) {
      body.writeBytes(as);
      answers = 1;
    }
    for (Item item : zone.getOrDefault(name, List.of())) {
      boolean self = item.owner.equals(name);
      body.writeBytes(self ? new byte[] {(byte) 0xc0, 12} : name(item.owner));
      write16(body, item.type);
      write16(body, 1);
      write16(body, item.ttlSeconds >> 16);
      write16(body, item.ttlSeconds);
      write16(body, item.data.length);
      body.writeBytes(item.data);
      answers++;
    }
    boolean truncated = overUdp && body.size() > 500;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(query, 0, 2);
    int shown = code != 0 ? code : answers == 0 ? NX : 0;
    write16(message, 0x8180 | (truncated ? 0x0200 : 0) | shown);
    write16(message, 1);
    write16(message, truncated ? 0 : answers);
    write16(message, 0);
    write16(message, 0);
    if (truncated) message.write(query, 12, query.length - 12);
    else message.writeBytes(body.toByteArray());
    return message.toByteArray();
  }

  private static void write16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private void serveUdp() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        udp.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] answer = answer(query, true);
        if (answer == null) continue;
        if (forged) {
          byte[] otherId = answer.clone();
          otherId[0] ^= 1;
          udp.send(new DatagramPacket(otherId, otherId.length, packet.getSocketAddress()));
          byte[] otherName = answer.clone();
          otherName[13] ^= 1;
          udp.send(new DatagramPacket(otherName, otherName.length, packet.getSocketAddress()));
        }
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] query = new byte[in.readUnsignedShort()];
          in.readFully(query);
          byte[] answer = answer(query, false);
          if (answer == null) continue;
          ByteArrayOutputStream framed = new ByteArrayOutputStream();
          write16(framed, answer.length);
          framed.writeBytes(answer);
          socket.getOutputStream().write(framed.toByteArray());
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
