package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs transactions and writes them to the outbox. Safe for use by several threads. */
final class OutboxWriter {

    /** One gwei, what most chains advise. */
    private static final long FALLBACK_TIP = 1_000_000_000;

    private final ChainNode node;
    private final ChainOutbox outbox;
    private final TransactionSigner signer;
    private volatile @Nullable Fees fees;

    OutboxWriter(ChainNode node, ChainOutbox outbox, TransactionSigner signer) {
        this.node = node;
        this.outbox = outbox;
        this.signer = signer;
    }

    /** From now on the node is asked for its fees again, once. */
    void forgetFees() {
        fees = null;
    }

    /**
     * Writes all in their order and without anything in between, or nothing.
     *
     * @return false if a nonce or key was taken meanwhile: look again
     */
    boolean add(List<Draft> drafts) {
        long nonce = await(outbox.nextNonce());
        List<Signed> signed = new ArrayList<>();
        for (Draft draft : drafts) {
            signed.add(signer.sign(nonce + signed.size(), draft, fees()));
        }
        return await(outbox.add(signed));
    }

    /**
     * What a transaction should offer; while the chain does not answer all that it may, of which
     * only the base fee of its block and the tip are taken.
     */
    private Fees fees() {
        Fees known = fees;
        if (known == null) {
            known = asked();
            fees = known;
        }
        return known;
    }

    private Fees asked() {
        long ceiling = node.feeCeiling();
        try {
            return ceiling == 0 ? Fees.NONE : node.fees();
        } catch (MarketException unavailable) {
            return new Fees(ceiling, Math.min(ceiling, FALLBACK_TIP));
        }
    }
}
