package dev.tippen.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which part of a host name somebody registered.
class PublicSuffixesTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          example.com,                        example.com
          www.example.com,                    example.com
          a.b.c.example.com,                  example.com
          acme.co.uk,                         acme.co.uk
          mail.acme.co.uk,                    acme.co.uk
          www.acme.com.au,                    acme.com.au
          acme.au,                            acme.au
          a.b.acme.kawasaki.jp,               b.acme.kawasaki.jp
          acme.kawasaki.jp,
          www.city.kawasaki.jp,               city.kawasaki.jp
          city.kawasaki.jp,                   city.kawasaki.jp
          kawasaki.jp,                        kawasaki.jp
          acme.github.io,                     github.io
          ec2-198-51-100-7.compute-1.amazonaws.com, amazonaws.com
          com,
          co.uk,
          192.0.2.1,
          MAIL.Example.COM.,                  example.com
          www.bücher.de,                      xn--bcher-kva.de
          www.xn--bcher-kva.de,               xn--bcher-kva.de
          食狮.公司.cn,                         xn--85x722f.xn--55qx5d.cn
          www.ck,                             www.ck
          a.www.ck,                           www.ck
          acme.thing.ck,                      acme.thing.ck
          a.b.unknowntld,                     b.unknowntld
          '',
          .,
          a..b.com,
          -a.com,
          a_b.example.com,                    example.com
          """)
  void theRegisteredPart(String host, @Nullable String expected) {
    assertEquals(expected, PublicSuffixes.registrableDomain(host));
  }
}
