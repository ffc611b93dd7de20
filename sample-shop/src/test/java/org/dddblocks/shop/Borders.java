package org.dddblocks.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the shop's sources and says, one sentence each, where a border between contexts or layers is crossed. */
final class Borders {
    private static final Set<String> CONTEXTS = Set.of("ordering", "inventory", "payment", "delivery", "fulfilment");
    private static final Pattern TYPE =
            Pattern.compile("\\b((?:java|javax|org|com|info|me)(?:\\.[a-z_0-9]+)+)\\.([A-Z]\\w*)");
    private static final Pattern TABLE =
            Pattern.compile("\\b([a-z]+)\\.([a-z]+_[a-z_]+|stock|shipment|question|booking)\\b");
    private static final Pattern SHOP = Pattern.compile("org\\.dddblocks\\.shop\\.([a-z]+)(?:\\.([a-z]+))?");

    private final Path shop;
    private final List<Path> sources;
    private final List<String> violations = new ArrayList<>();

    Borders(Path root) throws IOException {
        this.shop = root.resolve("org/dddblocks/shop");
        try (Stream<Path> all = Files.walk(shop)) {
            this.sources = all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    int files() {
        return sources.size();
    }

    List<String> violations() {
        violations.clear();
        sources.forEach(this::check);
        return violations.stream().distinct().toList();
    }

    private void check(Path source) {
        Path place = shop.relativize(source);
        String context = place.getName(0).toString();
        if (!CONTEXTS.contains(context)) {
            return; // wiring, replay and the story know all doors
        }
        String layer = place.getNameCount() > 2 ? place.getName(1).toString() : "";
        List<String> lines = read(source);
        for (int i = 0; i < lines.size(); i++) {
            String where = " (" + source.getFileName() + ":" + (i + 1) + ")";
            types(context, layer, lines.get(i), where);
            tables(context, layer, lines.get(i), where);
        }
        if (context.equals("fulfilment")) {
            txSteps(source, lines);
        }
    }

    private void types(String context, String layer, String line, String where) {
        Matcher type = TYPE.matcher(line);
        while (type.find()) {
            if (!allowed(context, layer, type.group(1))) {
                violations.add(name(context, layer) + " must not import " + type.group(1) + where);
            }
        }
    }

    private static boolean allowed(String context, String layer, String imported) {
        Matcher ours = SHOP.matcher(imported);
        if (!ours.matches()) {
            return allowedOutside(layer, imported);
        }
        String of = ours.group(1);
        String part = ours.group(2) == null ? "" : ours.group(2);
        if (of.equals("support")) {
            return layer.equals("application") || layer.equals("adapter") || layer.isEmpty();
        }
        if (!of.equals(context)) {
            return CONTEXTS.contains(of) && part.equals("api") && !layer.equals("model") && !layer.equals("api");
        }
        return switch (layer) {
            case "api" -> part.equals("api");
            case "model" -> part.equals("model");
            case "application" -> !part.equals("adapter");
            default -> true;
        };
    }

    private static boolean allowedOutside(String layer, String imported) {
        boolean javaAlone = imported.startsWith("java.") && !imported.startsWith("java.sql");
        boolean core = imported.equals("org.dddblocks.core")
                || imported.startsWith("org.jspecify.")
                || imported.startsWith("org.jmolecules.");
        return switch (layer) {
            case "api", "model" -> javaAlone || core;
            case "application" -> javaAlone || core || imported.equals("org.dddblocks.persistence");
            default -> true;
        };
    }

    private void tables(String context, String layer, String line, String where) {
        if (!line.contains("\"")) {
            return;
        }
        Matcher table = TABLE.matcher(line);
        while (table.find()) {
            if (CONTEXTS.contains(table.group(1)) && !table.group(1).equals(context)) {
                violations.add(name(context, layer) + " must not touch the table " + table.group() + where);
            }
        }
    }

    /** A tx step works on the saga's own data: neither it nor what it calls may know another context. */
    private void txSteps(Path source, List<String> lines) {
        List<String> foreign = new ArrayList<>();
        boolean inStep = false;
        boolean takesConnection = String.join("\n", lines).matches("(?s).*\\(Connection \\w+.*");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = " (" + source.getFileName() + ":" + (i + 1) + ")";
            Matcher type = TYPE.matcher(line);
            while (type.find()) {
                Matcher ours = SHOP.matcher(type.group(1));
                if (ours.matches()
                        && CONTEXTS.contains(ours.group(1))
                        && !ours.group(1).equals("fulfilment")) {
                    foreign.add(type.group(2));
                    if (takesConnection) {
                        violations.add("what a tx step calls with its connection must not know another context: "
                                + type.group(1) + where);
                    }
                }
            }
            inStep |= line.contains(".tx(");
            if (inStep) {
                foreign.stream()
                        .filter(name -> line.matches(".*\\b" + name + "\\b.*"))
                        .forEach(name ->
                                violations.add("a tx step must not use " + name + " of another context" + where));
            }
            inStep &= !line.trim().endsWith(";");
        }
    }

    private static String name(String context, String layer) {
        return layer.isEmpty() ? context : context + "." + layer;
    }

    private static List<String> read(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
