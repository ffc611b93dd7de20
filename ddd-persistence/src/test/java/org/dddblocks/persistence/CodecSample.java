package org.dddblocks.persistence;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.Money;
import org.dddblocks.core.StandardType;
import org.jspecify.annotations.Nullable;

/** Types a model may have, without one Jackson annotation. */
final class CodecSample {
    private CodecSample() {}

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
        GREEN;

        @Override
        public String toString() {
            return "colourful";
        }
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
            @Nullable String missing,
            boolean isGift,
            long big) {}

    public record Containers(
            Set<Sku> skus,
            Map<Method, Integer> byMethod,
            Map<Colour, Line> byColour,
            Map<UUID, List<BigDecimal>> byId,
            Map<LocalDate, Map<String, Instant>> byDay,
            List<Optionals> optionals) {}

    public record Optionals(
            @Nullable Integer boxed,
            @Nullable Money money,
            @Nullable Method method,
            @Nullable BigDecimal decimal,
            @Nullable Sku sku,
            @Nullable List<String> list) {}

    public record Empty() {}

    public record Single(String only) {}

    public record Secretive(String secret, int number, Map<String, Integer> byName, List<Secretive> children) {
        public Secretive {
            if (number < 0) {
                throw new IllegalArgumentException("negative number for " + secret);
            }
        }
    }

    static Everything everything() {
        return new Everything(
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
                true,
                Long.MAX_VALUE);
    }

    static final String EVERYTHING =
            "{\"sku\":\"A4\",\"id\":\"00000000-0000-0001-0000-000000000002\",\"exact\":\"10.00\","
                    + "\"total\":{\"amount\":\"12.30\",\"currency\":\"GBP\"},\"at\":\"2011-12-09T12:50:00.123456Z\","
                    + "\"day\":\"2011-12-09\",\"method\":\"invoice\",\"colour\":\"GREEN\",\"lines\":[{\"sku\":\"B5\","
                    + "\"quantity\":2,\"price\":{\"amount\":\"0\",\"currency\":\"KRW\"}}],\"rates\":{\"x\":\"1E+3\"},"
                    + "\"bySku\":{\"C6\":7},\"missing\":null,\"isGift\":true,\"big\":9223372036854775807}";

    static JacksonCodecBuilder codec() {
        return JacksonCodec.builder()
                .type(Everything.class, "test.Everything")
                .type(Empty.class, "test.Empty")
                .type(Containers.class, "test.Containers")
                .type(Single.class, "test.Single")
                .type(Secretive.class, "test.Secretive")
                .family(StockEvent.class);
    }
}
