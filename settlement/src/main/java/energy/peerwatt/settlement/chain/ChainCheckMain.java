package energy.peerwatt.settlement.chain;

import energy.peerwatt.command.CommandOptions;
import energy.peerwatt.command.QuietLogs;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainCheck.Finding;
import energy.peerwatt.settlement.chain.ChainCheck.Verdict;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.web3j.crypto.ECKeyPair;

/** Checks whether a chain can carry settlement. */
public final class ChainCheckMain {

    /** All checks pass. */
    static final int FIT = 0;

    /** A check failed. */
    static final int UNFIT = 1;

    /** The arguments are wrong, or nobody answers. */
    static final int UNUSABLE = 2;

    private static final String USAGE =
            "chain-check URL [--finality head|finalized|BLOCKS] [--max-fee-per-gas WEI]"
                    + " [--seed FILE] [--patience SECONDS]";

    private static final Set<String> OPTIONS =
            Set.of("--finality", "--max-fee-per-gas", "--seed", "--patience");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ChainCheckMain() {}

    public static void main(String[] args) {
        QuietLogs.begin();
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            if (args.length == 0 || args[0].startsWith("--")) {
                throw new CommandOptions.UsageFault("the chain's URL is missing");
            }
            CommandOptions options =
                    CommandOptions.of(Arrays.copyOfRange(args, 1, args.length), OPTIONS);
            RemoteChain chain = chain(URI.create(args[0]), options);
            Duration patience =
                    options.find("--patience")
                            .map(Long::parseLong)
                            .map(Duration::ofSeconds)
                            .orElse(PATIENCE);
            List<Finding> found =
                    ChainCheck.run(
                            chain, signer(options), patience, finding -> print(finding, out));
            boolean fit = found.stream().allMatch(finding -> finding.verdict() == Verdict.PASS);
            out.println(fit ? "The chain can carry settlement." : "The chain is not fit.");
            return fit ? FIT : UNFIT;
        } catch (IllegalArgumentException fault) {
            err.println("peerwatt: " + fault.getMessage() + ". Usage: " + USAGE);
            return UNUSABLE;
        } catch (MarketException fault) {
            err.println("peerwatt: " + fault.getMessage());
            return UNUSABLE;
        }
    }

    private static void print(Finding finding, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-4s  %-14s  %s%n",
                finding.verdict(),
                finding.name(),
                finding.detail());
    }

    private static RemoteChain chain(URI url, CommandOptions options) {
        long id = new NodeRpc(url.toString()).chainId();
        Finality finality = options.find("--finality").map(Finality::parse).orElse(Finality.HEAD);
        long ceiling = options.find("--max-fee-per-gas").map(Long::parseLong).orElse(0L);
        return RemoteChain.connect(new RemoteChain.Config(url, id, finality, ceiling));
    }

    /** Of the seed file, made if it is not there; else one for this run alone. */
    private static Signer signer(CommandOptions options) {
        Optional<String> seed = options.find("--seed");
        if (seed.isPresent()) {
            return ChainAccounts.open(Path.of(seed.get())).operator();
        }
        byte[] key = new byte[31];
        new SecureRandom().nextBytes(key);
        return new LocalSigner(ECKeyPair.create(new BigInteger(1, key).add(BigInteger.ONE)));
    }
}
