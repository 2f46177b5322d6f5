package solo.itest.exam;

import static org.junit.Assert.assertNotNull;

import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@RunWith(PaxExam.class)
public class WiringIT {
  @Inject private BundleContext context;

  @Configuration
  public Option[] framework() {
    return new Option[] {SoloOptions.distribution(), SoloOptions.testing()};
  }

  @Test
  public void all() {
    assertNotNull(context);
    for (Bundle b : context.getBundles()) System.out.println(b + " " + b.getState());
  }
}
