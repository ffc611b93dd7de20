package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dddblocks.core.Money;
import org.dddblocks.core.StandardType;
import org.junit.jupiter.api.Test;

class JacksonCodecTest {
    public enum Method implements StandardType {
        CARD("card"),
        INVOICE("invoice") {
            @Override
            public String toString() {
                return "an invoice";
            }
        };
        private final String code;

        Method(String code) {
            this.code = code;
        }

        @Override
        public String code() {
            return code;
        }
    }

    public enum Colour {
        RED,
        GREEN
    }

    public record Line(Sku sku, int quantity, Money price) {
        public boolean isFree() {
            return price.isZero();
        }

        public String getName() {
            return "not data";
        }
    }

    public record Everything(
            Sku sku,
            UUID id,
            BigDecimal exact,
            Money total,
            Instant at,
            LocalDate day,
            Method method,
            Colour colour,
            List<Line> lines,
            Map<String, BigDecimal> rates,
            Map<Sku, Integer> bySku,
            String missing,
            boolean isGift) {}

    public record Empty() {}

    public record Single(String only) {}

    @Test
    void every_simple_value_comes_back_exactly() {
        JacksonCodec codec = JacksonCodec.builder()
                .type(Everything.class, "test.Everything")
                .type(Empty.class, "test.Empty")
                .type(Single.class, "test.Single")
                .family(StockEvent.class)
                .build();
        Everything value = new Everything(
                new Sku("A4"),
                new UUID(1, 2),
                new BigDecimal("10.00"),
                Money.of("12.30", "GBP"),
                Instant.parse("2011-12-09T12:50:00.123456Z"),
                LocalDate.of(2011, 12, 9),
                Method.INVOICE,
                Colour.GREEN,
                List.of(new Line(new Sku("B5"), 2, Money.zero("KRW"))),
                Map.of("x", new BigDecimal("1E+3")),
                Map.of(new Sku("C6"), 7),
                null,
                true);
        String text = codec.encode(value);
        assertThat(text)
                .isEqualTo("{\"sku\":\"A4\",\"id\":\"00000000-0000-0001-0000-000000000002\",\"exact\":\"10.00\","
                        + "\"total\":{\"amount\":\"12.30\",\"currency\":\"GBP\"},\"at\":\"2011-12-09T12:50:00.123456Z\","
                        + "\"day\":\"2011-12-09\",\"method\":\"invoice\",\"colour\":\"GREEN\",\"lines\":[{\"sku\":\"B5\","
                        + "\"quantity\":2,\"price\":{\"amount\":\"0\",\"currency\":\"KRW\"}}],\"rates\":{\"x\":\"1E+3\"},"
                        + "\"bySku\":{\"C6\":7},\"missing\":null,\"isGift\":true}");
        assertThat(codec.decode("test.Everything", 1, text)).isEqualTo(value);
        assertThat(codec.decode("test.Empty", 1, codec.encode(new Empty()))).isEqualTo(new Empty());
        assertThat(codec.encode(new Single("x"))).isEqualTo("{\"only\":\"x\"}");
        assertThat(codec.decode("test.Single", 1, "{\"only\":\"x\"}")).isEqualTo(new Single("x"));
        var taken = new StockEvent.UnitsTaken(new Sku("A4"), 3);
        assertThat(codec.encode(taken)).isEqualTo("{\"sku\":\"A4\",\"units\":3}");
        assertThat(codec.decode("inventory.UnitsTaken", 1, codec.encode(taken))).isEqualTo(taken);
    }

    @Test
    void an_unnamed_type_is_refused_with_the_line_to_add() {
        assertThatThrownBy(() -> JacksonCodec.builder().type(Empty.class).build())
                .hasMessageContaining("@DomainEvent(namespace = \"persistence\", name = \"Empty\")");
    }
}
