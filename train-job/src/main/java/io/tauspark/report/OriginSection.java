package io.tauspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.page.Blocks;
import io.tauspark.page.Element;
import io.tauspark.page.NumberText;
import io.tauspark.page.Page;
import io.tauspark.page.Table;
import io.tauspark.page.Table.Column;
import io.tauspark.run.Fields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Settings, those that were chosen first, and where the run comes from. */
final class OriginSection {
    /** More workers are told in a folded table. */
    private static final int MANY = 8;

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A checksum or a commit, whose beginning tells it from others; the whole is in provenance.json. */
    private static final Pattern HASH = Pattern.compile("^([0-9a-f]{12})[0-9a-f]{28,}");

    private OriginSection() {}

    static void addSettings(Page page, Run run) {
        RunSettings settings = run.settings();
        if (settings.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        settings.differences().forEach((name, values) -> rows.add(List.of(name, values.get(0), values.get(1))));
        List<Element> content = new ArrayList<>();
        content.add(
                rows.isEmpty()
                        ? Blocks.paragraph("Everything is as by default.")
                        : new Table(
                                        List.of(
                                                Column.text("setting"),
                                                Column.text("this run"),
                                                Column.text("by default")),
                                        rows)
                                .html());
        if (run.provenance() == null) {
            content.add(Blocks.paragraph(
                    "Of an unfinished run only the settings are recorded that its result depends on."));
        }
        content.add(Blocks.details(
                String.format(Locale.ROOT, "All %d settings", settings.all().size()), Blocks.facts(settings.all())));
        page.section("Settings", content.toArray(Element[]::new));
    }

    static void addOrigin(Page page, Run run) {
        JsonNode provenance = run.provenance();
        if (provenance == null) {
            return;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        Instant created = Fields.time(provenance.path("created"));
        if (created != null) {
            facts.put("finished", MINUTES.format(created));
        }
        put(facts, "code revision", provenance.path("revision"));
        put(facts, "Spark", provenance.path("spark"));
        put(facts, "Java", provenance.path("java"));
        put(facts, "data", provenance.at("/config/data"));
        put(facts, "made from", provenance.at("/inputs/data/source"));
        put(facts, "training documents", provenance.at("/inputs/data/documents/train"));
        put(facts, "validation documents", provenance.at("/inputs/data/documents/validation"));
        put(facts, "memory", provenance.at("/config/memory"));
        put(facts, "SHA-256 of the memory", provenance.at("/inputs/memory"));
        provenance
                .path("seconds")
                .fields()
                .forEachRemaining(stage -> facts.put(
                        "time of " + stage.getKey(),
                        NumberText.seconds(stage.getValue().asDouble())));
        page.section("Where it comes from", Blocks.facts(facts), workers(provenance.at("/inputs/workers")));
    }

    private static void put(Map<String, String> facts, String name, JsonNode value) {
        if (value.isIntegralNumber()) {
            facts.put(name, NumberText.of(value.asLong()));
        } else if (value.isValueNode() && !value.asText().isEmpty()) {
            facts.put(name, HASH.matcher(value.asText()).replaceFirst("$1…"));
        }
    }

    private static Element workers(JsonNode workers) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode worker : workers) {
            rows.add(List.of(
                    worker.path("rank").asText(),
                    worker.path("host").asText(),
                    worker.path("executor").asText(),
                    worker.path("device").asText()));
        }
        Element table = new Table(
                        List.of(
                                Column.text("worker"),
                                Column.text("host"),
                                Column.text("executor"),
                                Column.text("device")),
                        rows)
                .html();
        return rows.size() > MANY
                ? Blocks.details(String.format(Locale.ROOT, "All %d workers", rows.size()), table)
                : table;
    }
}
