package io.tauspark.quickstart;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
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
     * @param jsonl file to write or replace
     * @return how many were written
     * @throws InvalidInput if a domain is unknown
     */
    public static long write(List<String> domains, Path jsonl, Configuration hadoop) throws IOException {
        List<String> known = domains();
        Set<String> wanted = new TreeSet<>(domains);
        Set<String> unknown = new TreeSet<>(wanted);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidInput("domains " + unknown + " are not in WordNet; it has " + String.join(", ", known));
        }
        List<Gloss> glosses = glosses(wanted);
        String lines = glosses.stream().map(gloss -> Json.line(gloss) + "\n").collect(Collectors.joining());
        Storage.replaceText(jsonl, lines, hadoop);
        return glosses.size();
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
