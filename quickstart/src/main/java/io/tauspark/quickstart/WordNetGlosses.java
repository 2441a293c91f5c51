package io.tauspark.quickstart;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.LexFileIdFileNameMap;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The 117,791 glosses of WordNet 3.1, read from the class path, as a corpus of short dictionary entries. Its
 * lexicographer files, such as {@code noun.animal}, are the domains.
 *
 * <p>The extJWNL library reads them rather than a parser of our own: it takes about two seconds for all of WordNet,
 * names the lexicographer files, and frees lemmas of underscores and of markers such as {@code used_to(p)}.
 *
 * <p>Source: Princeton University, WordNet 3.1, wordnet.princeton.edu; its licence is part of the artefact.
 */
public final class WordNetGlosses {
    private static final List<POS> PARTS_OF_SPEECH = List.of(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB);

    private record Gloss(String id, String text, String domain) {}

    private WordNetGlosses() {}

    /** The 45 lexicographer files, in WordNet's order. */
    public static List<String> domains() {
        return List.copyOf(new TreeMap<>(LexFileIdFileNameMap.getMap()).values());
    }

    /**
     * Writes the glosses of some domains in WordNet's order, one JSON object per line with an id such as
     * {@code noun.animal/02086723}, the text (the words, a colon, the gloss) and the name of its domain.
     *
     * @param jsonl file to write, or to replace if it holds such lines and nothing else
     * @return how many were written
     * @throws InvalidInput if a domain is unknown, or something else is in the file's place
     */
    public static long write(List<String> domains, Path jsonl, Configuration hadoop) throws IOException {
        List<String> known = domains();
        Set<String> wanted = new TreeSet<>(domains);
        Set<String> unknown = new TreeSet<>(wanted);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidInput("domains " + unknown + " are not in WordNet; it has " + String.join(", ", known));
        }
        List<String> lines = lines(wanted);
        requireReplaceable(jsonl, lines, hadoop);
        String content = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        try {
            Storage.replaceText(jsonl, content, hadoop);
        } catch (IOException | FSError failed) {
            throw new Unwritable(jsonl, failed);
        }
        return lines.size();
    }

    /**
     * Makes sure that a file holds nothing but glosses as they are written here.
     *
     * @throws InvalidInput if something else is there
     */
    public static void requireReplaceable(Path jsonl, Configuration hadoop) throws IOException {
        requireReplaceable(jsonl, List.of(), hadoop);
    }

    /** @param written glosses that need not be looked up again */
    private static void requireReplaceable(Path jsonl, List<String> written, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(jsonl, hadoop);
        if (!files.exists(jsonl)) {
            return;
        }
        if (files.getFileStatus(jsonl).isDirectory()) {
            throw new InvalidInput("corpus '%s' is a directory; give another output".formatted(jsonl));
        }
        Set<String> foreign =
                new HashSet<>(Storage.readText(jsonl, hadoop).lines().toList());
        foreign.removeAll(new HashSet<>(written));
        if (!foreign.isEmpty()) {
            foreign.removeAll(new HashSet<>(lines(new TreeSet<>(domains()))));
        }
        if (!foreign.isEmpty()) {
            throw new InvalidInput(
                    "corpus '%s' exists and holds more than glosses of WordNet, so it is not replaced; move it away, or give another output"
                            .formatted(jsonl));
        }
    }

    private static List<String> lines(Set<String> domains) throws IOException {
        return glosses(domains).stream().map(Json::line).toList();
    }

    private static List<Gloss> glosses(Set<String> domains) throws IOException {
        Set<POS> partsOfSpeech =
                domains.stream().map(WordNetGlosses::partOfSpeech).collect(Collectors.toSet());
        List<Gloss> glosses = new ArrayList<>();
        try {
            Dictionary wordNet = Dictionary.getDefaultResourceInstance();
            for (POS partOfSpeech : PARTS_OF_SPEECH) {
                if (partsOfSpeech.contains(partOfSpeech)) {
                    Iterator<Synset> synsets = wordNet.getSynsetIterator(partOfSpeech);
                    while (synsets.hasNext()) {
                        Synset synset = synsets.next();
                        if (domains.contains(synset.getLexFileName())) {
                            glosses.add(gloss(synset));
                        }
                    }
                }
            }
            wordNet.close();
        } catch (JWNLException broken) {
            throw new IOException("WordNet cannot be read from the class path", broken);
        }
        return glosses;
    }

    private static Gloss gloss(Synset synset) {
        String words = synset.getWords().stream().map(Word::getLemma).collect(Collectors.joining(", "));
        String domain = synset.getLexFileName();
        // WordNet's files pad offsets to eight digits.
        String id = String.format(Locale.ROOT, "%s/%08d", domain, synset.getOffset());
        return new Gloss(id, words + ": " + synset.getGloss().strip(), domain);
    }

    private static POS partOfSpeech(String domain) {
        return switch (domain.substring(0, domain.indexOf('.'))) {
            case "noun" -> POS.NOUN;
            case "verb" -> POS.VERB;
            case "adj" -> POS.ADJECTIVE;
            default -> POS.ADVERB;
        };
    }
}
