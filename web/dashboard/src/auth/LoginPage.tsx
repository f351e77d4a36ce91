import { CenteredPage } from '../shared/ui/CenteredPage';
import { LoginForm } from './LoginForm';

export function LoginPage() {
  return (
    <CenteredPage title="Log in" lead="See which companies are on your site right now.">
      <LoginForm />
    </CenteredPage>
  );
}
