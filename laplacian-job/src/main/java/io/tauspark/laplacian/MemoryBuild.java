package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.graph.FeatureMoments;
import io.tauspark.graph.GraphConfig;
import io.tauspark.laplacian.report.DocumentFacts;
import io.tauspark.laplacian.report.MemoryPage;
import io.tauspark.laplacian.report.MemoryReport;
import io.tauspark.laplacian.report.MemoryReport.DriftAgainst;
import io.tauspark.laplacian.report.MemoryReport.GateVerdict;
import io.tauspark.laplacian.report.MemoryReport.GraphFacts;
import io.tauspark.memory.Drift;
import io.tauspark.memory.EnergyDistribution;
import io.tauspark.memory.LaplacianSurvey;
import io.tauspark.memory.Manifold;
import io.tauspark.release.ReleaseWriter;
import io.tauspark.store.Json;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import io.tauspark.termgraph.DomainTerms;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** One run of {@link LaplacianJob}, which alone may change the memory meanwhile. */
final class MemoryBuild {
    /** Without it the energy of a document does not depend on the length of its vector. */
    static final double EPSILON = 0;

    private final SparkSession spark;
    private final Configuration hadoop;
    private final LaplacianConfig config;
    private final ReleaseWriter writer;
    private final Optional<Path> current;
    private final Optional<PublishedRelease> base;
    private final ReportFacts facts;
    private final Stopwatch stages = new Stopwatch();

    /** @throws InvalidInput if documents are to be added to a release that cannot take any */
    MemoryBuild(SparkSession spark, LaplacianConfig config, ReleaseWriter writer) throws IOException {
        this.spark = spark;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
        this.config = config;
        this.writer = writer;
        current = writer.store().current();
        if (config.update() && current.isPresent()) {
            PublishedRelease release = PublishedRelease.read(current.get(), hadoop);
            release.requireExtendable(config, hadoop);
            release.requireSameTerms(config.terms(), hadoop);
            base = Optional.of(release);
        } else {
            base = Optional.empty();
        }
        facts = new ReportFacts(config, base);
    }

    LaplacianReport run() throws IOException {
        try (DocumentVectors documents = new DocumentReader(spark, config, stages).open(base)) {
            documents.requireInRange();
            MemoryGraph graph = graph(documents);
            if (graph.added() == 0) {
                return unchanged(documents.summary(), base.orElseThrow());
            }
            LaplacianSurvey survey = LaplacianSurvey.of(
                    graph.laplacian(), config.graph().normalisation().form());
            survey.health().requireSound();
            stages.lap("graph");
            try (DocumentEnergies added = DocumentEnergies.of(
                            spark, graph.projected(documents.vectors()), graph.laplacian(), EPSILON, config.tau());
                    DocumentEnergies all =
                            base.isPresent() ? added.with(base.get().lambdas(spark)) : added) {
                return publish(documents, graph, survey, all);
            }
        }
    }

    private MemoryGraph graph(DocumentVectors documents) throws IOException {
        if (config.graph().mode() == GraphConfig.Mode.ARROWSPACE) {
            MemoryGraph graph =
                    MemoryGraph.arrowspace(spark, documents.vectors(), documents.dimension(), config.graph());
            stages.lap("clusters");
            return graph;
        }
        FeatureMoments added = FeatureMoments.of(documents.vectors().values(), documents.largest());
        stages.lap("gram");
        Optional<FeatureMoments> earlier =
                base.isPresent() ? Optional.of(base.get().moments(hadoop)) : Optional.empty();
        return MemoryGraph.exact(added, earlier, config.graph());
    }

    private LaplacianReport publish(
            DocumentVectors documents, MemoryGraph graph, LaplacianSurvey survey, DocumentEnergies energies)
            throws IOException {
        OrderStatistics statistics =
                OrderStatistics.of(energies.known(), config.tau().percentile());
        OptionalDouble tau =
                config.tau().isShared() ? OptionalDouble.of(statistics.tau(config.tau())) : OptionalDouble.empty();
        EnergyDistribution distribution = statistics
                .distribution()
                .orElseThrow(() ->
                        new InvalidInput("no document has a vector other than zero; give documents that have one"));
        stages.lap("energies");
        DocumentFacts lambdas = tau.isPresent()
                ? DocumentSamples.of(energies, documents, distribution, tau.getAsDouble(), config.tau())
                : null;
        stages.lap("samples");
        DriftAgainst drift = current.isPresent() ? drift(current.get(), survey, distribution) : null;
        double knownShare = statistics.count() / (double) graph.documents();
        List<String> failed = Gate.broken(
                config.gate(),
                survey.health(),
                knownShare,
                Optional.ofNullable(drift).map(DriftAgainst::drift));
        stages.lap("drift");
        GraphFacts graphFacts = GraphFacts.of(survey, facts.wiring());
        Instant now = Instant.now();
        Release release = new Release(config, documents, graph, energies, tau, stages);
        String name = writer.nextName(now);
        Path published = writer.publish(now, directory -> {
            Manifold manifold = release.write(spark, directory, now);
            Map<String, Object> results = new LinkedHashMap<>();
            results.put("manifoldSha256", manifold.sha256());
            release.writeTerms(spark, directory).ifPresent(terms -> results.put("termsSha256", terms.sha256()));
            Provenance provenance = Provenance.of("laplacian", spark, config, release.inputs(), stages);
            MemoryReport report = new MemoryReport(
                    config.name(),
                    name,
                    now,
                    provenance.revision(),
                    facts.intake(documents.summary(), graph.added()),
                    facts.embedding(documents),
                    graphFacts,
                    lambdas,
                    documents.terms().map(DomainTerms::survey).orElse(null),
                    drift,
                    new GateVerdict(failed.isEmpty(), failed),
                    MemoryReport.warnings(graphFacts, lambdas),
                    stages.seconds());
            Storage.writeText(new Path(directory, MemoryReport.JSON), Json.pretty(report), hadoop);
            Storage.writeText(new Path(directory, MemoryReport.PAGE), MemoryPage.html(report), hadoop);
            provenance.withResults(results).write(directory, hadoop);
        });
        // What is on disk must load before anybody is sent there.
        PublishedRelease made = PublishedRelease.read(published, hadoop);
        if (failed.isEmpty()) {
            writer.promote(published.getName(), base.isPresent() ? "documents added" : "built");
        }
        return new LaplacianReport(
                published.toString(),
                made.memory().sha256(),
                graph.added(),
                graph.documents() - statistics.count(),
                made.report());
    }

    /** A release that cannot be read does not stand in the way of a better one. */
    private DriftAgainst drift(Path earlier, LaplacianSurvey survey, EnergyDistribution energies) throws IOException {
        try {
            PublishedRelease before = base.isPresent() ? base.get() : PublishedRelease.read(earlier, hadoop);
            LaplacianSurvey surveyed = LaplacianSurvey.of(
                    before.memory().laplacian(), before.memory().form());
            Drift drift = Drift.between(surveyed, survey);
            DocumentFacts documents = before.report().documents();
            return new DriftAgainst(
                    before.name(),
                    documents == null ? drift : drift.withEnergies(documents.energies(), energies, documents.tau()));
        } catch (InvalidInput unreadable) {
            return new DriftAgainst(
                    earlier.getName(), new Drift("not comparable: " + unreadable.getMessage(), null, null));
        }
    }

    private LaplacianReport unchanged(ReadSummary summary, PublishedRelease release) {
        MemoryReport before = release.report();
        MemoryReport now = new MemoryReport(
                before.name(),
                before.release(),
                before.created(),
                before.revision(),
                facts.intake(summary, 0),
                before.embedding(),
                before.graph(),
                before.documents(),
                before.terms(),
                null,
                null,
                before.warnings(),
                stages.seconds());
        return new LaplacianReport(
                release.memory().directory().toString(), release.memory().sha256(), 0, 0, now);
    }
}
