package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecRoundTripTest {
    private static final JacksonCodec CODEC =
            JacksonCodec.builder().type(Sample.class, "test.Sample").build();

    public record Sample(String text, BigDecimal decimal, Instant instant, List<Sku> skus, Map<String, Long> numbers) {}

    @Property(tries = 500)
    void what_was_written_is_read_back_equal_and_written_again_byte_by_byte(@ForAll("samples") Sample sample) {
        String text = CODEC.encode(sample);
        Object back = CODEC.decode("test.Sample", 1, text);
        assertThat(back).isEqualTo(sample); // BigDecimal.equals compares the scale as well
        assertThat(CODEC.encode(back)).isEqualTo(text);
    }

    @Property(tries = 500)
    void the_bytes_of_a_text_are_counted_as_they_are(@ForAll("texts") String text) {
        assertThat(Utf8.bytes("test", text)).isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    @Provide
    Arbitrary<Sample> samples() {
        Arbitrary<BigDecimal> decimals = Combinators.combine(
                        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(30)),
                        Arbitraries.integers().between(-40, 40))
                .as(BigDecimal::new);
        Arbitrary<Instant> instants = Combinators.combine(
                        Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
                        Arbitraries.longs().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
        return Combinators.combine(
                        texts(),
                        decimals,
                        instants,
                        texts().map(Sku::new).list().ofMaxSize(3),
                        Arbitraries.maps(texts(), Arbitraries.longs()).ofMaxSize(1))
                .as(Sample::new);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> points = Arbitraries.integers()
                .between(0, 0x10ffff)
                .filter(point -> point < 0xd800 || point > 0xdfff)
                .list()
                .ofMaxSize(8)
                .map(list -> list.stream().map(Character::toString).reduce("", String::concat));
        return Arbitraries.oneOf(points, Arbitraries.of("", "\u0000", "\"\\\n\t", "\u2028", "ä€😀", "null", "10.00"));
    }
}
