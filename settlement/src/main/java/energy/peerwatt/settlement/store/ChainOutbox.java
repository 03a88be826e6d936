package energy.peerwatt.settlement.store;

import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/** The transactions of the operator's account, in nonce order. */
@ApplicationScoped
public class ChainOutbox {

    @SuppressWarnings("unused")
    private final Pool pool;

    public ChainOutbox(Pool pool) {
        this.pool = pool;
    }
}
