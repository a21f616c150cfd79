// A page whose code is fetched when it is first shown.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failed, Loading } from "./States";

export function lazy<P extends object>(fetchPage: () => Promise<ComponentType<P>>): ComponentType<P> {
  let fetched: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [error, setError] = useState<unknown>(null);
    const [, redraw] = useState(0);
    useEffect(() => {
      if (!fetched) fetchPage().then((page) => { fetched = page; redraw(1); }, setError);
    }, []);
    // a new version may have replaced the file: loading the page again finds it
    if (error) return <Failed error={error} retry={() => location.reload()} />;
    return fetched ? <>{create(fetched, props)}</> : <Loading />;
  };
}

function create<P extends object>(Page: ComponentType<P>, props: P) {
  return <Page {...props} />;
}
