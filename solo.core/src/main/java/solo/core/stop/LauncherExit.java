package solo.core.stop;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;

/**
 * Hands the end of the process over to the launcher, which registers an {@link ObjIntConsumer} of
 * reason and code. Where no launcher is there, the framework is stopped.
 */
@Component
public final class LauncherExit implements FatalExit {
  private final AtomicBoolean called = new AtomicBoolean();
  private final AtomicReference<ObjIntConsumer<String>> launcher = new AtomicReference<>();
  private final BundleContext context;
  private final Logger log;

  /** Needs nothing that could fail. */
  @Activate
  public LauncherExit(BundleContext context, @Reference(service = LoggerFactory.class) Logger log) {
    this.context = context;
    this.log = log;
  }

  @Reference(
      target = "(solo.launcher=exit)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  void bindLauncher(ObjIntConsumer<String> exit) {
    launcher.set(exit);
  }

  void unbindLauncher(ObjIntConsumer<String> exit) {
    launcher.compareAndSet(exit, null);
  }

  @Override
  public void exit(ExitCode code, String reason) {
    if (!called.compareAndSet(false, true)) {
      log.error("after the fatal fault: {} ({})", reason, code);
      return;
    }
    log.error("the process ends with {} ({}): {}", code.status(), code, reason);
    ObjIntConsumer<String> exit = launcher.get();
    if (exit != null) {
      exit.accept(reason, code.status());
    } else {
      new Thread(this::stopFramework, "solo-fatal-exit").start();
    }
  }

  private void stopFramework() {
    try {
      context.getBundle(Constants.SYSTEM_BUNDLE_ID).stop();
    } catch (BundleException e) {
      log.error("the framework cannot be stopped", e);
    }
  }
}
