package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.web3j.crypto.TransactionDecoder;

/** Transactions that are more than a first version in one piece. */
enum FaultKind {
    CORRECTION,
    PART,
    WISH,
    PAYMENT;

    private static final byte[] WISHING =
            selector("requestExitFor(uint32,uint64,address,uint64,bytes)");
    private static final byte[] PAYING = selector("exitFor(uint32)");

    private static byte[] selector(String signature) {
        return Arrays.copyOf(TypedData.text(signature).bytes(), 4);
    }

    /** What a signed transaction is; one may be a correction and a part. */
    static Set<FaultKind> of(byte[] rawTransaction) {
        String data = TransactionDecoder.decode(HexFormat.of().formatHex(rawTransaction)).getData();
        byte[] call = HexFormat.of().parseHex(data.startsWith("0x") ? data.substring(2) : data);
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        Optional<VaultCalls.Head> head = VaultCalls.settlingIn(call).map(VaultCalls.Settling::head);
        if (head.isPresent() && head.get().version() > 1) {
            kinds.add(CORRECTION);
        }
        if (head.isPresent() && head.get().part() > 0) {
            kinds.add(PART);
        }
        if (starts(call, WISHING)) {
            kinds.add(WISH);
        }
        if (starts(call, PAYING)) {
            kinds.add(PAYMENT);
        }
        return kinds;
    }

    static Set<FaultKind> of(Signed signed) {
        return of(HexFormat.of().parseHex(signed.newest().rawTransactionHex()));
    }

    private static boolean starts(byte[] call, byte[] selector) {
        return call.length >= selector.length
                && Arrays.equals(call, 0, selector.length, selector, 0, selector.length);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
