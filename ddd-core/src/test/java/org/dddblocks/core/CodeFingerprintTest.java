package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A fingerprint changes with whatever a stored state depends on. */
class CodeFingerprintTest {
    record Small(int a) {}

    record SmallLong(long a) {}

    record Renamed(int b) {}

    record Nested(Small small, List<Small> more) {}

    record NestedLong(SmallLong small, List<SmallLong> more) {}

    enum Colour {
        RED
    }

    record WithEnum(Colour colour) {}

    private static String shape(Class<?> type) {
        return new CodeFingerprint().shape(type).end();
    }

    @Test
    void the_shape_of_a_record_counts_at_any_depth() {
        assertThat(List.of(
                        shape(Small.class),
                        shape(SmallLong.class),
                        shape(Renamed.class),
                        shape(Nested.class),
                        shape(NestedLong.class),
                        shape(WithEnum.class)))
                .doesNotHaveDuplicates()
                .allMatch(print -> print.matches("[0-9a-f]{64}"));
        assertThat(shape(Nested.class)).isEqualTo(shape(Nested.class));
    }

    @Test
    void two_texts_are_not_taken_for_one() {
        assertThat(new CodeFingerprint().text("ab").text("c").end())
                .isNotEqualTo(new CodeFingerprint().text("a").text("bc").end());
    }

    /** The same class with other code, as after a new build: its class file is another one. */
    @Test
    void changed_code_of_a_handler_makes_another_fingerprint() throws Exception {
        Supplier<Integer> lambda = () -> 1;
        String own = new CodeFingerprint().classFile(getClass()).end();
        assertThat(new CodeFingerprint().classFile(lambda.getClass()).end())
                .as("a lambda counts as the class it stands in")
                .isEqualTo(own);

        Class<?> before = new Rebuilt(0).loadClass(Handler.class.getName());
        Class<?> after = new Rebuilt(1).loadClass(Handler.class.getName());
        assertThat(new CodeFingerprint().classFile(before).end())
                .isNotEqualTo(new CodeFingerprint().classFile(after).end());
    }

    @Test
    void code_without_a_class_file_is_refused_because_nobody_could_tell_when_it_changes() throws Exception {
        Class<?> hidden = new Rebuilt(-1).loadClass(Handler.class.getName());
        assertThatThrownBy(() -> new CodeFingerprint().classFile(hidden))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(Handler.class.getName(), "class file", "ordinary class");
    }

    /** Loads {@link Handler} anew, with so many bytes more at the end of its file; a negative number hides the file. */
    private static final class Rebuilt extends ClassLoader {
        private final int more;

        Rebuilt(int more) {
            super(CodeFingerprintTest.class.getClassLoader());
            this.more = more;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Handler.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = Handler.class.getResourceAsStream("Handler.class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            if (!name.endsWith("Handler.class")) {
                return super.getResourceAsStream(name);
            }
            try (InputStream file = Handler.class.getResourceAsStream("Handler.class")) {
                byte[] bytes = file.readAllBytes();
                byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + Math.max(0, more));
                return more < 0 ? null : new java.io.ByteArrayInputStream(longer);
            } catch (IOException e) {
                return null;
            }
        }
    }
}

/** Alone in its nest. */
final class Handler {
    private Handler() {}

    static int add(int a, int b) {
        return a + b;
    }
}
