package org.dddblocks.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * A short text that changes with code: for stores that keep what code made, such as snapshots, and must not serve it to
 * other code.
 *
 * <p><b>Shape.</b> Over texts, class files and shapes of records, in the order in which they were added. Class files are
 * taken with all classes nested in the same outermost class; code that those call elsewhere is not seen. <b>Threads.</b>
 * For one thread.
 *
 * <pre>{@code
 * String print = new CodeFingerprint().text("version 1").classFile(Order.class).end();
 * }</pre>
 */
public final class CodeFingerprint {
    private final MessageDigest digest;
    private final Set<Class<?>> taken = new HashSet<>();

    /** Begins a fingerprint over nothing. */
    public CodeFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * Adds a text.
     *
     * @param text any
     * @return this
     */
    public CodeFingerprint text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes(bytes);
    }

    /** With its length, so that two texts are not taken for one. */
    private CodeFingerprint bytes(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    /**
     * Adds the class file of a class, or of the class in whose source a lambda stands, and of all classes nested with it.
     *
     * @param type a class, such as that of a lambda
     * @return this
     * @throws IllegalStateException if a class file cannot be read: then nobody could tell when the code changes
     */
    public CodeFingerprint classFile(Class<?> type) {
        Class<?> host = type.getNestHost();
        if (taken.add(host)) {
            Arrays.stream(host.getNestMembers())
                    .filter(member -> !member.isHidden())
                    .sorted(Comparator.comparing(Class::getName))
                    .forEach(member -> text(member.getName()).bytes(read(member)));
        }
        return this;
    }

    private static byte[] read(Class<?> type) {
        String name = type.getName();
        try (InputStream file = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            if (file == null) {
                throw new IllegalStateException(
                        ("The class file of %s is not to be found, so nobody could tell when its code changes. Declare event"
                                        + " handlers, snapshot and restore in an ordinary class of the application.")
                                .formatted(name));
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The class file of %s could not be read.".formatted(name), e);
        }
    }

    /**
     * Adds the shape of a record: names and types of its components, at any depth, and the constants of enums.
     *
     * @param record a record; any other class counts by its name
     * @return this
     */
    public CodeFingerprint shape(Class<?> record) {
        text(shape(record, new TreeSet<>()));
        return this;
    }

    private static String shape(Type type, Set<String> seen) {
        if (type instanceof ParameterizedType generic) {
            StringBuilder text = new StringBuilder(shape(generic.getRawType(), seen)).append('<');
            for (Type argument : generic.getActualTypeArguments()) {
                text.append(shape(argument, seen)).append(',');
            }
            return text.append('>').toString();
        }
        if (!(type instanceof Class<?> plain) || !seen.add(plain.getName())) {
            return type.getTypeName();
        }
        return plain.getName() + parts(plain, seen);
    }

    private static String parts(Class<?> type, Set<String> seen) {
        StringBuilder text = new StringBuilder();
        if (type.isArray()) {
            text.append(shape(type.getComponentType(), seen));
        }
        if (type.isEnum()) {
            text.append(Arrays.toString(Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toArray()));
        }
        RecordComponent[] components = type.getRecordComponents();
        if (components != null) {
            for (RecordComponent component : components) {
                text.append(component.getName())
                        .append(':')
                        .append(shape(component.getGenericType(), seen))
                        .append(';');
            }
        }
        return text.isEmpty() ? "" : "{" + text + "}";
    }

    /**
     * The fingerprint of all that was added, and nothing more can be added after it.
     *
     * @return 64 hexadecimal digits
     */
    public String end() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
