package org.dddblocks.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dddblocks.core.CodeFingerprint;
import org.dddblocks.persistence.Upcaster.Stage;
import org.jspecify.annotations.Nullable;

/** All upcasters of a codec: chains of them end in types that it knows, which is checked when it is built. */
final class Upcasters {
    private final Map<Stage, Upcaster> byStage = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final TypeRegistry registry;

    Upcasters(List<Upcaster> upcasters, TypeRegistry registry) {
        this.registry = registry;
        for (Upcaster upcaster : upcasters) {
            add(upcaster);
        }
        byStage.values().forEach(upcaster -> refuseCycle(upcaster, new LinkedHashSet<>()));
        byStage.values().forEach(this::refuseDeadEnd);
        refuseGaps();
    }

    private void add(Upcaster upcaster) {
        Stage from = upcaster.from();
        if (byStage.putIfAbsent(from, upcaster) != null) {
            throw new IllegalArgumentException("There are two upcasters from " + from + "; keep one of them.");
        }
        if (ends(from)) {
            throw new IllegalArgumentException("There is an upcaster from " + from + ", which is what this code writes."
                    + " Register the type with the next schema version: .type(…, \"" + from.typeName() + "\", "
                    + (from.schemaVersion() + 1) + ").");
        }
        names.add(from.typeName());
    }

    private boolean ends(Stage stage) {
        RegisteredType known = registry.find(stage.typeName());
        return known != null && known.schemaVersion() == stage.schemaVersion();
    }

    private void refuseCycle(Upcaster upcaster, Set<Stage> path) {
        if (!path.add(upcaster.from())) {
            throw new IllegalArgumentException("Upcasters lead in a circle: " + path + " and back to " + upcaster.from()
                    + ". Each must lead to a newer shape.");
        }
        for (Upcaster.Target target : upcaster.targets()) {
            Upcaster next = byStage.get(target.stage());
            if (next != null) {
                refuseCycle(next, path);
            }
        }
        path.remove(upcaster.from());
    }

    private void refuseDeadEnd(Upcaster upcaster) {
        for (Upcaster.Target target : upcaster.targets()) {
            Stage stage = target.stage();
            if (!ends(stage) && !byStage.containsKey(stage)) {
                throw new IllegalArgumentException("The upcaster from " + upcaster.from() + " leads to " + stage
                        + ", which this codec does not know: " + known(stage) + " Add an upcaster from " + stage
                        + ", or register a type under it.");
            }
        }
    }

    private String known(Stage stage) {
        RegisteredType known = registry.find(stage.typeName());
        return known == null
                ? "no type has that name."
                : "the type of that name has schema version " + known.schemaVersion() + ".";
    }

    /** Who can read version 1 and writes version 3 must be able to read what was written in between. */
    private void refuseGaps() {
        Map<String, Integer> oldest = new TreeMap<>();
        Map<String, Integer> newest = new TreeMap<>();
        for (Stage stage : byStage.keySet()) {
            RegisteredType known = registry.find(stage.typeName());
            oldest.merge(stage.typeName(), stage.schemaVersion(), Math::min);
            newest.merge(stage.typeName(), known == null ? stage.schemaVersion() : known.schemaVersion(), Math::max);
        }
        oldest.forEach((name, first) -> {
            for (int version = first; version < newest.getOrDefault(name, first); version++) {
                if (!byStage.containsKey(new Stage(name, version))) {
                    throw new IllegalArgumentException("There are upcasters from " + new Stage(name, first)
                            + ", but none from " + new Stage(name, version) + ", which may be stored too. Add it.");
                }
            }
        });
    }

    boolean from(String typeName) {
        return names.contains(typeName);
    }

    @Nullable
    Upcaster find(String typeName, int schemaVersion) {
        return byStage.isEmpty() ? null : byStage.get(new Stage(typeName, schemaVersion));
    }

    /** Depth first, so that what comes of the first part comes before the second. */
    List<Shaped> apply(Upcaster upcaster, ObjectNode stored) {
        List<Shaped> made = new ArrayList<>();
        for (Upcaster.Target target : upcaster.targets()) {
            for (ObjectNode one : target.change().apply(stored.deepCopy())) {
                Upcaster next = byStage.get(target.stage());
                RegisteredType type = registry.find(target.stage().typeName());
                if (next != null) {
                    made.addAll(apply(next, one));
                } else if (type != null) {
                    made.add(new Shaped(type, one));
                }
            }
        }
        return made;
    }

    /** Those that may make one of the types, with the class files in which they stand. */
    void addTo(CodeFingerprint print, Set<String> typeNames) {
        TreeMap<String, Upcaster> leading = new TreeMap<>();
        byStage.forEach((stage, upcaster) -> {
            if (typeNames.contains(stage.typeName()) || leadsTo(upcaster, typeNames)) {
                leading.put(stage.toString(), upcaster);
            }
        });
        leading.forEach((from, upcaster) -> {
            print.text(from);
            upcaster.targets()
                    .forEach(target -> print.text(target.stage().toString()).classFile(target.writtenIn()));
        });
    }

    /** The names of the stages from which there may be something to one of these names. */
    Set<String> leadingTo(Set<String> typeNames) {
        Set<String> leading = new HashSet<>();
        byStage.forEach((stage, upcaster) -> {
            if (leadsTo(upcaster, typeNames)) {
                leading.add(stage.typeName());
            }
        });
        return leading;
    }

    private boolean leadsTo(Upcaster upcaster, Set<String> typeNames) {
        return upcaster.targets().stream().anyMatch(target -> {
            Upcaster next = byStage.get(target.stage());
            return typeNames.contains(target.stage().typeName()) || next != null && leadsTo(next, typeNames);
        });
    }

    /** A JSON object of a type that this code knows. */
    record Shaped(RegisteredType type, ObjectNode json) {}
}
