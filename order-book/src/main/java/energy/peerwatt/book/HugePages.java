package energy.peerwatt.book;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Asks Linux to back memory with pages of 2 MiB, which spares the look-ups that memory read here
 * and there otherwise costs. Without {@code --enable-native-access}, or elsewhere, it asks nothing.
 */
final class HugePages {

    static final long BYTES = 1 << 21;

    /** Of madvise(2), in the kernel's interface: MADV_HUGEPAGE. */
    private static final int ADVICE = 14;

    private static final Optional<MethodHandle> ADVISE = find();

    private HugePages() {}

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> find() {
        boolean allowed = HugePages.class.getModule().isNativeAccessEnabled();
        if (!allowed || !System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT);
        return linker.defaultLookup()
                .find("madvise")
                .map(function -> linker.downcallHandle(function, type));
    }

    /** Asks for whole huge pages from {@code address} on. */
    static void ask(long address, long bytes) {
        if (ADVISE.isEmpty()) {
            return;
        }
        try {
            // Whether the kernel follows the advice makes no difference to us.
            int ignored = (int) ADVISE.get().invokeExact(address, bytes, ADVICE);
        } catch (Throwable impossible) {
            throw new IllegalStateException("madvise", impossible);
        }
    }
}
